DROP TABLE drafts;
DROP TABLE events;

DELETE FROM schema_steps WHERE version = 9;
