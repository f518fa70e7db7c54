DROP TABLE manual_rates;
DROP TABLE held_rates;

DELETE FROM schema_steps WHERE version = 12;
