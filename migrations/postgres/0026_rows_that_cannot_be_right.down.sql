-- Fails over a closed series, also where a program that was faster than the one that asked
-- for this step has closed it: the series after it begins at the seal of the closing.
LOCK TABLE series, series_closed, issued IN ACCESS EXCLUSIVE MODE; -- who is issuing ends first
DO $$
BEGIN
  IF EXISTS (SELECT FROM series_closed) THEN
    RAISE EXCEPTION 'there are closed series, which the schema of before has no place for';
  END IF;
END
$$;

DROP TRIGGER issued_shape ON issued;
DROP FUNCTION issued_can_be();

CREATE OR REPLACE FUNCTION issued_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM series WHERE id = NEW.series AND kind = NEW.kind AND next = NEW.n AND head = NEW.prev) THEN
    RAISE EXCEPTION 'an issued document takes the next number of its series' USING ERRCODE = 'restrict_violation';
  ELSIF NEW.payload::json ->> 'number' IS DISTINCT FROM NEW.number THEN
    RAISE EXCEPTION 'an issued document has the number that is printed on it' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION series_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE series SET next = NEW.n + 1, head = NEW.hash, at = NEW.issued_at WHERE id = NEW.series;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION series_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM series_register FOR UPDATE; -- before the row, so that two that start series wait in one order
    IF NOT (NEW.next = NEW.first AND NEW.head = '' AND NEW.at = '') THEN
      RAISE EXCEPTION 'a series starts at its first number' USING ERRCODE = 'restrict_violation';
    ELSIF NEW.id <> NEW.kind || '/' || NEW.calendar || '/' || NEW.year || NEW.suffix OR NEW.id ~ '[^A-Za-z0-9/-]' THEN
      RAISE EXCEPTION 'a series is named by its kind, calendar, year and suffix' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF NOT (
    NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.calendar = OLD.calendar AND NEW.year = OLD.year
    AND NEW.prefix = OLD.prefix AND NEW.first = OLD.first AND NEW.suffix = OLD.suffix AND (
      NEW.next = OLD.next AND NEW.head = OLD.head AND NEW.at = OLD.at
      OR NEW.next = OLD.next + 1 AND EXISTS (
        SELECT 1 FROM issued WHERE series = OLD.id AND n = OLD.next AND prev = OLD.head AND hash = NEW.head AND issued_at = NEW.at))) THEN
    RAISE EXCEPTION 'a series only moves on with its next document' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

DO $$
DECLARE f TEXT;
BEGIN
  FOREACH f IN ARRAY ARRAY['issued_in_order', 'series_head', 'series_by_one'] LOOP -- see step 18
    EXECUTE format('ALTER FUNCTION %1$I.%2$I() SET search_path = %1$I, pg_temp', current_schema(), f);
  END LOOP;
END
$$;

DROP TABLE series_closed;
DROP TABLE guards_lifted;

DELETE FROM schema_steps WHERE version = 26;
