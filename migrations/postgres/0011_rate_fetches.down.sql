DROP TABLE rate_leases;
DROP TABLE rate_fetches;

DELETE FROM schema_steps WHERE version = 11;
