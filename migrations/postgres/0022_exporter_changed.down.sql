ALTER TABLE exporter DROP COLUMN changed_by;
ALTER TABLE exporter DROP COLUMN changed_at;

DELETE FROM schema_steps WHERE version = 22;
