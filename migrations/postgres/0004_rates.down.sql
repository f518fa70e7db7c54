DROP TABLE rates;

DELETE FROM schema_steps WHERE version = 4;
