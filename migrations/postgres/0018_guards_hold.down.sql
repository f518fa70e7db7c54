ALTER FUNCTION issued_in_order() RESET search_path;
ALTER FUNCTION series_head() RESET search_path;
ALTER FUNCTION series_by_one() RESET search_path;
ALTER FUNCTION series_registered() RESET search_path;
ALTER FUNCTION register_by_one() RESET search_path;
ALTER FUNCTION events_in_order() RESET search_path;

DELETE FROM schema_steps WHERE version = 18;
