DROP TABLE orders;

DELETE FROM schema_steps WHERE version = 2;
