-- A series counts the papers of a kind in a fiscal year. next and head only
-- move on by one paper, so that no row can be cut off unnoticed.
CREATE TABLE series (
  id       TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- "commercial-invoice/JAN/2026"
  kind     TEXT COLLATE "C" NOT NULL,
  calendar TEXT COLLATE "C" NOT NULL CHECK (calendar IN ('JAN', 'APR', 'SHRAWAN')),
  year     TEXT COLLATE "C" NOT NULL, -- as numbers write it: "2026", "26-27"
  next     BIGINT NOT NULL CHECK (next > 0),
  head     TEXT COLLATE "C" NOT NULL, -- hash of the last paper; empty before the first
  at       TEXT COLLATE "C" NOT NULL DEFAULT '', -- when that was issued
  UNIQUE (kind, calendar, year)
);

CREATE TABLE issued (
  id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  series       TEXT COLLATE "C" NOT NULL REFERENCES series (id),
  n            BIGINT NOT NULL CHECK (n > 0),
  number       TEXT COLLATE "C" NOT NULL UNIQUE CHECK (length(number) BETWEEN 1 AND 16),
  kind         TEXT COLLATE "C" NOT NULL,
  order_id     TEXT COLLATE "C" NOT NULL REFERENCES orders (id),
  date         TEXT COLLATE "C" NOT NULL CHECK (to_char(date::date, 'YYYY-MM-DD') = date), -- as printed
  currency     TEXT COLLATE "C", -- none on a paper without prices
  total_minor  BIGINT,
  payload      TEXT NOT NULL CHECK (payload::json IS NOT NULL), -- the paper, whole
  format       BIGINT NOT NULL, -- how payload, pdf and hash are made
  prev         TEXT COLLATE "C" NOT NULL, -- hash of the paper before; empty for the first
  hash         TEXT COLLATE "C" NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  pdf          BYTEA NOT NULL,
  pdf_sha256   TEXT COLLATE "C" NOT NULL CHECK (pdf_sha256 ~ '^[0-9a-f]{64}$'),
  supersedes   TEXT COLLATE "C" UNIQUE REFERENCES issued (number),
  reason       TEXT,
  request_key  TEXT COLLATE "C" NOT NULL,
  issued_at    TEXT COLLATE "C" NOT NULL CHECK (issued_at ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$'), -- UTC
  UNIQUE (series, n),
  UNIQUE (request_key, kind),
  CHECK ((currency IS NULL) = (total_minor IS NULL)),
  CHECK ((supersedes IS NULL) = (reason IS NULL))
);
CREATE INDEX issued_by_order ON issued (order_id);

ALTER TABLE issued ALTER COLUMN pdf SET STORAGE EXTERNAL; -- compressed already

-- What is issued stays. ALWAYS: also for a session that replicates.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: what is issued cannot be changed or deleted', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER issued_update BEFORE UPDATE ON issued FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER issued_delete BEFORE DELETE ON issued FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER issued_truncate BEFORE TRUNCATE ON issued FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER series_delete BEFORE DELETE ON series FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER series_truncate BEFORE TRUNCATE ON series FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION issued_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM series WHERE id = NEW.series AND kind = NEW.kind AND next = NEW.n + 1 AND head = NEW.prev) THEN
    RAISE EXCEPTION 'an issued document takes the next number of its series' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER issued_insert BEFORE INSERT ON issued FOR EACH ROW EXECUTE FUNCTION issued_in_order();

CREATE FUNCTION series_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE series SET head = NEW.hash, at = NEW.issued_at WHERE id = NEW.series;
  RETURN NULL;
END $$;
CREATE TRIGGER issued_chained AFTER INSERT ON issued FOR EACH ROW EXECUTE FUNCTION series_head();

CREATE FUNCTION series_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER series_insert BEFORE INSERT ON series FOR EACH ROW EXECUTE FUNCTION series_by_one();
CREATE TRIGGER series_update BEFORE UPDATE ON series FOR EACH ROW EXECUTE FUNCTION series_by_one();

ALTER TABLE issued ENABLE ALWAYS TRIGGER issued_update;
ALTER TABLE issued ENABLE ALWAYS TRIGGER issued_delete;
ALTER TABLE issued ENABLE ALWAYS TRIGGER issued_truncate;
ALTER TABLE issued ENABLE ALWAYS TRIGGER issued_insert;
ALTER TABLE issued ENABLE ALWAYS TRIGGER issued_chained;
ALTER TABLE series ENABLE ALWAYS TRIGGER series_insert;
ALTER TABLE series ENABLE ALWAYS TRIGGER series_update;
ALTER TABLE series ENABLE ALWAYS TRIGGER series_delete;
ALTER TABLE series ENABLE ALWAYS TRIGGER series_truncate;

INSERT INTO schema_steps (version) VALUES (5);
