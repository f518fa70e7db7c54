DROP TABLE rate_choices;
DROP TABLE rate_rules;

DELETE FROM schema_steps WHERE version = 13;
