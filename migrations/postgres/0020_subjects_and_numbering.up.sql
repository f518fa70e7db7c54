-- What is issued is of a subject, which was always an order, and may be of a part
-- of it; a series stores how its numbers are written.
LOCK TABLE series, issued IN ACCESS EXCLUSIVE MODE; -- who is issuing ends first

ALTER TABLE series
  ADD COLUMN prefix TEXT COLLATE "C" CHECK (prefix ~ '^[A-Z0-9]+$'), -- begins its numbers: "CI"
  ADD COLUMN first BIGINT NOT NULL DEFAULT 1 CHECK (first > 0), -- number; 1 unless an older system has given those before
  ADD COLUMN suffix TEXT COLLATE "C" NOT NULL DEFAULT '' CHECK (suffix ~ '^[A-Z]*$'), -- of the year; empty, or "B" where another series was closed
  ADD CHECK (next >= first),
  DROP CONSTRAINT series_kind_calendar_year_key,
  ADD UNIQUE (kind, calendar, year, suffix);
UPDATE series SET prefix = CASE kind
    WHEN 'commercial-invoice' THEN 'CI' WHEN 'packing-list' THEN 'PL' WHEN 'commercial-invoice-cum-packing-list' THEN 'CC' END;
ALTER TABLE series ALTER COLUMN prefix SET NOT NULL, ALTER COLUMN first DROP DEFAULT, ALTER COLUMN suffix DROP DEFAULT;

ALTER TABLE issued RENAME COLUMN order_id TO subject_id; -- of any of several tables; a shipment's is that of its order
ALTER TABLE issued
  DROP CONSTRAINT issued_order_id_fkey,
  ADD COLUMN subject_kind TEXT COLLATE "C" NOT NULL DEFAULT 'shipment' CHECK (subject_kind <> ''), -- what it is issued from
  ADD COLUMN part TEXT COLLATE "C" NOT NULL DEFAULT '', -- a load of the subject; empty: all of it
  DROP CONSTRAINT issued_request_key_kind_key,
  ADD CONSTRAINT issued_request_key UNIQUE (request_key, kind, subject_kind, subject_id, part);
ALTER INDEX issued_by_order RENAME TO issued_by_subject;

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

-- An order of which something is issued stays, as the foreign key saw to before.
CREATE FUNCTION issued_subject_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    IF EXISTS (SELECT FROM issued) THEN
      RAISE EXCEPTION 'orders of which something is issued cannot be deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  ELSIF (TG_OP = 'DELETE' OR NEW.id <> OLD.id) AND EXISTS (SELECT FROM issued WHERE subject_id = OLD.id) THEN
    RAISE EXCEPTION 'an order of which something is issued cannot be deleted and keeps its id' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER orders_delete BEFORE DELETE ON orders FOR EACH ROW EXECUTE FUNCTION issued_subject_stays();
CREATE TRIGGER orders_id BEFORE UPDATE OF id ON orders FOR EACH ROW EXECUTE FUNCTION issued_subject_stays();
CREATE TRIGGER orders_truncate BEFORE TRUNCATE ON orders FOR EACH STATEMENT EXECUTE FUNCTION issued_subject_stays();
ALTER TABLE orders ENABLE ALWAYS TRIGGER orders_delete;
ALTER TABLE orders ENABLE ALWAYS TRIGGER orders_id;
ALTER TABLE orders ENABLE ALWAYS TRIGGER orders_truncate;

DO $$
DECLARE f TEXT;
BEGIN
  FOREACH f IN ARRAY ARRAY['series_by_one', 'issued_subject_stays'] LOOP -- see step 18
    EXECUTE format('ALTER FUNCTION %1$I.%2$I() SET search_path = %1$I, pg_temp', current_schema(), f);
  END LOOP;
END
$$;

INSERT INTO schema_steps (version) VALUES (20);
