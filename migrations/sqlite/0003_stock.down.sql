DROP TABLE bales;
DROP TABLE lots;

DELETE FROM schema_steps WHERE version = 3;
