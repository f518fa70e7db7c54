-- The documents stay, and their triggers become those of before.
LOCK TABLE series, issued IN SHARE ROW EXCLUSIVE MODE; -- who is issuing ends first

DROP TRIGGER series_inserted ON series;
DROP TABLE series_register;
DROP FUNCTION series_registered();
DROP FUNCTION register_by_one();

CREATE OR REPLACE FUNCTION issued_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM series WHERE id = NEW.series AND kind = NEW.kind AND next = NEW.n + 1 AND head = NEW.prev) THEN
    RAISE EXCEPTION 'an issued document takes the next number of its series' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION series_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE series SET head = NEW.hash, at = NEW.issued_at WHERE id = NEW.series;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION series_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT (NEW.next = 1 AND NEW.head = '' AND NEW.at = '') THEN
      RAISE EXCEPTION 'a series starts at 1' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF NOT (
    NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.calendar = OLD.calendar AND NEW.year = OLD.year AND (
      NEW.next = OLD.next + 1 AND NEW.head = OLD.head AND NEW.at = OLD.at AND (OLD.next = 1 OR EXISTS (
        SELECT 1 FROM issued WHERE series = OLD.id AND n = OLD.next - 1 AND hash = OLD.head))
      OR NEW.next = OLD.next AND EXISTS (
        SELECT 1 FROM issued WHERE series = OLD.id AND n = OLD.next - 1 AND hash = NEW.head AND issued_at = NEW.at))) THEN
    RAISE EXCEPTION 'a series only moves on by one' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

DELETE FROM schema_steps WHERE version = 6;
