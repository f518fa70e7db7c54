DROP INDEX words_form;
ALTER TABLE words DROP COLUMN form;

DELETE FROM schema_steps WHERE version = 24;
