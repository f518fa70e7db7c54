-- A series that lost its row gets one again, so that it can be closed: the register names it
-- already.
CREATE OR REPLACE FUNCTION series_registered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM guards_lifted, series_register r WHERE position(chr(10) || NEW.id || chr(10) IN chr(10) || r.ids) > 0) THEN
    RETURN NULL;
  END IF;
  UPDATE series_register SET ids = ids || NEW.id || chr(10);
  RETURN NULL;
END $$;
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION %1$I.series_registered() SET search_path = %1$I, pg_temp', current_schema()); -- see step 18
END
$$;

INSERT INTO schema_steps (version) VALUES (28);
