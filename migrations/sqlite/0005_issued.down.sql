DROP TABLE issued;
DROP TABLE series;

DELETE FROM schema_steps WHERE version = 5;
