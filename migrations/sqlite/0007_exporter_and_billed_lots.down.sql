DROP TABLE billed;
DROP TABLE exporter;

DELETE FROM schema_steps WHERE version = 7;
