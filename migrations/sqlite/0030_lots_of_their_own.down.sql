ALTER TABLE lots DROP COLUMN changed_by;
ALTER TABLE lots DROP COLUMN changed_at;
ALTER TABLE lots DROP COLUMN version;

DELETE FROM schema_steps WHERE version = 30;
