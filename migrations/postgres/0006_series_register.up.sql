-- A series moves on by the insert of its next document and by nothing else, and
-- one row names every series that was started, so that none can be taken away
-- unnoticed with all that it had.
LOCK TABLE series, issued IN SHARE ROW EXCLUSIVE MODE; -- a program of before may be starting one

CREATE TABLE series_register (
  one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  ids TEXT COLLATE "C" NOT NULL -- of the series, in the order they were started, a line each
);
INSERT INTO series_register (one, ids) SELECT 1, coalesce(string_agg(id || chr(10), '' ORDER BY id), '') FROM series;

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

-- An UPDATE that changes nothing passes: that is how the next number is locked.
CREATE OR REPLACE FUNCTION series_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM series_register FOR UPDATE; -- before the row, so that two that start series wait in one order
    IF NOT (NEW.next = 1 AND NEW.head = '' AND NEW.at = '') THEN
      RAISE EXCEPTION 'a series starts at 1' USING ERRCODE = 'restrict_violation';
    ELSIF NEW.id <> NEW.kind || '/' || NEW.calendar || '/' || NEW.year OR NEW.id ~ '[^A-Za-z0-9/-]' THEN
      RAISE EXCEPTION 'a series is named by its kind, calendar and year' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF NOT (
    NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.calendar = OLD.calendar AND NEW.year = OLD.year AND (
      NEW.next = OLD.next AND NEW.head = OLD.head AND NEW.at = OLD.at
      OR NEW.next = OLD.next + 1 AND EXISTS (
        SELECT 1 FROM issued WHERE series = OLD.id AND n = OLD.next AND prev = OLD.head AND hash = NEW.head AND issued_at = NEW.at))) THEN
    RAISE EXCEPTION 'a series only moves on with its next document' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION series_registered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE series_register SET ids = ids || NEW.id || chr(10);
  RETURN NULL;
END $$;
CREATE TRIGGER series_inserted AFTER INSERT ON series FOR EACH ROW EXECUTE FUNCTION series_registered();

CREATE FUNCTION register_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT (NEW.one = OLD.one AND EXISTS (
    SELECT 1 FROM series
    WHERE NEW.ids = OLD.ids || id || chr(10) AND position(chr(10) || id || chr(10) IN chr(10) || OLD.ids) = 0)) THEN
    RAISE EXCEPTION 'the register only takes in a series that was started' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER register_update BEFORE UPDATE ON series_register FOR EACH ROW EXECUTE FUNCTION register_by_one();
CREATE TRIGGER register_insert BEFORE INSERT ON series_register FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER register_delete BEFORE DELETE ON series_register FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER register_truncate BEFORE TRUNCATE ON series_register FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE series ENABLE ALWAYS TRIGGER series_inserted;
ALTER TABLE series_register ENABLE ALWAYS TRIGGER register_update;
ALTER TABLE series_register ENABLE ALWAYS TRIGGER register_insert;
ALTER TABLE series_register ENABLE ALWAYS TRIGGER register_delete;
ALTER TABLE series_register ENABLE ALWAYS TRIGGER register_truncate;

INSERT INTO schema_steps (version) VALUES (6);
