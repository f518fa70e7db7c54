DROP INDEX issued_hash;

DELETE FROM schema_steps WHERE version = 19;
