DROP TABLE demo;
DELETE FROM schema_steps WHERE version = 15;
