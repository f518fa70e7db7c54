CREATE OR REPLACE FUNCTION series_registered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE series_register SET ids = ids || NEW.id || chr(10);
  RETURN NULL;
END $$;
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION %1$I.series_registered() SET search_path = %1$I, pg_temp', current_schema()); -- see step 18
END
$$;

DELETE FROM schema_steps WHERE version = 28;
