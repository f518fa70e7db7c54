DROP TABLE readiness;

DELETE FROM schema_steps WHERE version = 27;
