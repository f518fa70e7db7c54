DROP TABLE deleted_drafts;

DELETE FROM schema_steps WHERE version = 25;
