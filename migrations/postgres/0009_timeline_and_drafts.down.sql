DROP TABLE drafts;
DROP TABLE events;
DROP FUNCTION events_in_order();
DROP FUNCTION events_stay();

DELETE FROM schema_steps WHERE version = 9;
