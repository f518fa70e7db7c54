DROP TABLE requests;

DELETE FROM schema_steps WHERE version = 21;
