-- The guards of what is issued refuse a row that cannot be right, and a damaged series is
-- closed by a row that stays.
LOCK TABLE series, issued IN SHARE ROW EXCLUSIVE MODE; -- who is issuing ends first

-- The guards are lifted by name, in a transaction that restores: a row of this table names
-- one that cannot be there, so it must be gone before the commit.
CREATE TABLE guards_lifted (
  name  TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (name = 'restoring'),
  until TEXT COLLATE "C" NOT NULL DEFAULT 'the commit' CHECK (until = 'the commit') REFERENCES guards_lifted (name) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE series_closed (
  series    TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES series (id),
  successor TEXT COLLATE "C" NOT NULL, -- the series that goes on; empty where a later one went on already
  reason    TEXT NOT NULL CHECK (reason <> ''),
  at        TEXT COLLATE "C" NOT NULL,
  who       TEXT NOT NULL,
  documents BIGINT NOT NULL CHECK (documents >= 0), -- how many rows of issued it had
  digest    TEXT COLLATE "C" NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'), -- SHA-256 of the series' row and these
  seal      TEXT COLLATE "C" NOT NULL CHECK (seal ~ '^[0-9a-f]{64}$') -- SHA-256 of this row; the successor's first document is chained to it
);
CREATE TRIGGER series_closed_update BEFORE UPDATE ON series_closed FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER series_closed_delete BEFORE DELETE ON series_closed FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER series_closed_truncate BEFORE TRUNCATE ON series_closed FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE series_closed ENABLE ALWAYS TRIGGER series_closed_update;
ALTER TABLE series_closed ENABLE ALWAYS TRIGGER series_closed_delete;
ALTER TABLE series_closed ENABLE ALWAYS TRIGGER series_closed_truncate;

CREATE OR REPLACE FUNCTION issued_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed BOOLEAN := EXISTS (SELECT FROM series_closed WHERE series = NEW.series);
BEGIN
  IF closed AND EXISTS (SELECT FROM guards_lifted) THEN
    RETURN NEW;
  ELSIF closed THEN
    RAISE EXCEPTION 'the series is closed and takes no document' USING ERRCODE = 'restrict_violation';
  ELSIF NOT EXISTS (
    SELECT 1 FROM series WHERE id = NEW.series AND kind = NEW.kind AND next = NEW.n AND head = NEW.prev) THEN
    RAISE EXCEPTION 'an issued document takes the next number of its series' USING ERRCODE = 'restrict_violation';
  ELSIF NEW.payload::json ->> 'number' IS DISTINCT FROM NEW.number THEN
    RAISE EXCEPTION 'an issued document has the number that is printed on it' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- What cannot be right, whoever inserts it, unless the guards are lifted.
CREATE FUNCTION issued_can_be() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mine   series%ROWTYPE;
  doc    JSON;
  far    TEXT := to_char(now() AT TIME ZONE 'UTC' + INTERVAL '400 days', 'YYYY-MM-DD');
  fault  TEXT;
  hashed BYTEA;
BEGIN
  IF EXISTS (SELECT FROM guards_lifted) THEN
    RETURN NEW;
  END IF;
  SELECT * INTO mine FROM series WHERE id = NEW.series;
  doc := NEW.payload::json;
  IF (NEW.id ~ '^[A-Z2-7]{26,}$') IS NOT TRUE THEN
    fault := 'the id of an issued document has 26 letters and digits';
  ELSIF NEW.number IS DISTINCT FROM format('%s-%s%s-%s', mine.prefix, mine.year, mine.suffix, lpad(NEW.n::text, greatest(4, length(NEW.n::text)), '0')) THEN
    fault := 'the number of an issued document is written as its series writes it';
  ELSIF NEW.format NOT IN (1, 2) THEN
    fault := 'the format of an issued document is one that there is';
  ELSIF json_typeof(doc) <> 'object' THEN
    fault := 'the content of an issued document is a JSON object';
  ELSIF json_typeof(doc -> 'exporter') IS DISTINCT FROM 'object' OR json_typeof(doc -> 'buyer') IS DISTINCT FROM 'object' THEN
    fault := 'the content of an issued document names who buys and who sells';
  ELSIF doc ->> 'date' IS DISTINCT FROM NEW.date THEN
    fault := 'an issued document has the date that is printed on it';
  ELSIF (doc -> 'total' IS NULL AND NEW.currency IS NULL
      OR json_typeof(doc -> 'total') = 'string' AND length(NEW.currency) = 3 AND right(doc ->> 'total', 4) = ' ' || NEW.currency) IS NOT TRUE THEN
    fault := 'an issued document has the currency that is printed on it';
  ELSIF NEW.subject_kind <> 'shipment' OR NOT EXISTS (SELECT FROM orders WHERE id = NEW.subject_id AND number = doc ->> 'order') THEN
    fault := 'an issued document is of an order that is here, by the number that is printed on it';
  ELSIF NEW.supersedes IS NOT NULL AND (NEW.reason IS NULL OR NEW.reason = '' OR NOT EXISTS (
      SELECT FROM issued WHERE number = NEW.supersedes AND kind = NEW.kind AND subject_id = NEW.subject_id)) THEN
    fault := 'an issued document supersedes one of its kind and order, for a reason';
  ELSIF substr(NEW.pdf, 1, 5) IS DISTINCT FROM '%PDF-'::bytea OR position('%%EOF'::bytea IN substr(NEW.pdf, greatest(1, length(NEW.pdf) - 15))) = 0 THEN
    fault := 'the file of an issued document is a PDF';
  ELSIF NEW.request_key = '' THEN
    fault := 'a request that issues has a key';
  ELSIF to_char(substr(NEW.issued_at, 1, 19)::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS') IS DISTINCT FROM substr(NEW.issued_at, 1, 19) OR NEW.issued_at < mine.at THEN
    fault := 'an issued document has a time of issue that there is, and not one before that of the document before';
  ELSIF greatest(substr(NEW.issued_at, 1, 10), NEW.date) > far AND NOT EXISTS (
      SELECT FROM issued WHERE series = NEW.series AND greatest(substr(issued_at, 1, 10), date) > far) THEN
    fault := 'an issued document is not of a day more than 400 days ahead of the database''s clock';
  ELSIF encode(sha256(NEW.pdf), 'hex') IS DISTINCT FROM NEW.pdf_sha256 THEN
    fault := 'the file of an issued document has the SHA-256 that is beside it';
  ELSE -- each text with its length before it, as the program hashes
    SELECT string_agg(convert_to(octet_length(part) || ':' || part || ',', 'UTF8'), ''::bytea ORDER BY place) INTO hashed
    FROM unnest(ARRAY[NEW.format::text, NEW.prev, NEW.id, NEW.series, NEW.n::text, NEW.number, NEW.kind]
      || CASE NEW.format WHEN 1 THEN ARRAY[NEW.subject_id] ELSE ARRAY[NEW.subject_kind, NEW.subject_id, NEW.part] END
      || ARRAY[NEW.date, coalesce(NEW.currency, ''), coalesce(NEW.total_minor, 0)::text, coalesce(NEW.supersedes, ''), coalesce(NEW.reason, ''),
        NEW.request_key, NEW.issued_at, NEW.payload, NEW.pdf_sha256]) WITH ORDINALITY AS t (part, place);
    IF encode(sha256(hashed), 'hex') IS DISTINCT FROM NEW.hash THEN
      fault := 'the hash of an issued document is that of its row';
    END IF;
  END IF;
  IF fault IS NOT NULL THEN
    RAISE EXCEPTION '%', fault USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER issued_shape BEFORE INSERT ON issued FOR EACH ROW EXECUTE FUNCTION issued_can_be();
ALTER TABLE issued ENABLE ALWAYS TRIGGER issued_shape;

CREATE OR REPLACE FUNCTION series_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM series_closed WHERE series = NEW.series) THEN
    UPDATE series SET next = NEW.n + 1, head = NEW.hash, at = NEW.issued_at WHERE id = NEW.series;
  END IF;
  RETURN NULL;
END $$;

-- A series that goes on after a closed one begins at the seal of the closing. A closed one
-- is restored as it was.
CREATE OR REPLACE FUNCTION series_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM series_register FOR UPDATE; -- before the row, so that two that start series wait in one order
    IF EXISTS (SELECT FROM guards_lifted) THEN
      RETURN NEW;
    ELSIF NOT (NEW.next = NEW.first AND NEW.head = coalesce((SELECT seal FROM series_closed WHERE successor = NEW.id), '') AND NEW.at = '') THEN
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
  FOREACH f IN ARRAY ARRAY['issued_in_order', 'issued_can_be', 'series_head', 'series_by_one'] LOOP -- see step 18
    EXECUTE format('ALTER FUNCTION %1$I.%2$I() SET search_path = %1$I, pg_temp', current_schema(), f);
  END LOOP;
END
$$;

INSERT INTO schema_steps (version) VALUES (26);
