DROP TABLE secrets;
DELETE FROM schema_steps WHERE version = 14;
