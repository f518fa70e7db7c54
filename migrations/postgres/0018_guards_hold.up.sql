-- A session's temporary tables are found before all others, unless a function
-- says where to look: one named issued would answer for the real one. The tables
-- are where the functions are.
DO $$
DECLARE f TEXT;
BEGIN
  FOREACH f IN ARRAY ARRAY['issued_in_order', 'series_head', 'series_by_one', 'series_registered', 'register_by_one', 'events_in_order'] LOOP
    EXECUTE format('ALTER FUNCTION %1$I.%2$I() SET search_path = %1$I, pg_temp', current_schema(), f);
  END LOOP;
END
$$;

INSERT INTO schema_steps (version) VALUES (18);
