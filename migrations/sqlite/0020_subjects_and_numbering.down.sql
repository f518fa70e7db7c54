-- Fails over what the schema of before has no place for, also where a program
-- that was faster than the one that asked for this step has issued it.
CREATE TEMP TABLE nothing_newer (rows INTEGER CHECK (rows = 0));
INSERT INTO nothing_newer SELECT count(*) FROM issued i
WHERE subject_kind <> 'shipment' OR part <> '' OR NOT EXISTS (SELECT 1 FROM orders WHERE id = subject_id)
  OR EXISTS (SELECT 1 FROM issued o WHERE o.request_key = i.request_key AND o.kind = i.kind AND o.id <> i.id);
INSERT INTO nothing_newer SELECT count(*) FROM series
WHERE first <> 1 OR suffix <> '' OR kind || ' ' || prefix NOT IN ('commercial-invoice CI', 'packing-list PL', 'commercial-invoice-cum-packing-list CC');
DROP TABLE nothing_newer;

DROP TRIGGER orders_delete;
DROP TRIGGER orders_id;
DROP TRIGGER issued_update;
DROP TRIGGER issued_delete;
DROP TRIGGER issued_insert;
DROP TRIGGER issued_inserted;
DROP TRIGGER issued_chained;
DROP TRIGGER series_update;
DROP TRIGGER series_delete;
DROP TRIGGER series_insert;
DROP TRIGGER series_inserted;
DROP TRIGGER series_registered;
DROP TRIGGER register_update;

CREATE TABLE new_series (
  id       TEXT NOT NULL PRIMARY KEY, -- "commercial-invoice/JAN/2026"
  kind     TEXT NOT NULL,
  calendar TEXT NOT NULL CHECK (calendar IN ('JAN', 'APR', 'SHRAWAN')),
  year     TEXT NOT NULL, -- as numbers write it: "2026", "26-27"
  next     INTEGER NOT NULL CHECK (next > 0),
  head     TEXT NOT NULL, -- hash of the last paper; empty before the first
  at       TEXT NOT NULL DEFAULT '', -- when that was issued
  UNIQUE (kind, calendar, year)
) STRICT;

CREATE TABLE new_issued (
  id           TEXT NOT NULL PRIMARY KEY,
  series       TEXT NOT NULL REFERENCES new_series (id),
  n            INTEGER NOT NULL CHECK (n > 0),
  number       TEXT NOT NULL UNIQUE CHECK (length(number) BETWEEN 1 AND 16),
  kind         TEXT NOT NULL,
  order_id     TEXT NOT NULL REFERENCES orders (id),
  date         TEXT NOT NULL CHECK (date(date) IS date), -- as printed
  currency     TEXT, -- none on a paper without prices
  total_minor  INTEGER,
  payload      TEXT NOT NULL CHECK (json_valid(payload)), -- the paper, whole
  format       INTEGER NOT NULL, -- how payload, pdf and hash are made
  prev         TEXT NOT NULL, -- hash of the paper before; empty for the first
  hash         TEXT NOT NULL CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
  pdf          BLOB NOT NULL,
  pdf_sha256   TEXT NOT NULL CHECK (length(pdf_sha256) = 64 AND pdf_sha256 NOT GLOB '*[^0-9a-f]*'),
  supersedes   TEXT UNIQUE REFERENCES new_issued (number),
  reason       TEXT,
  request_key  TEXT NOT NULL,
  issued_at    TEXT NOT NULL CHECK (issued_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z'), -- UTC
  UNIQUE (series, n),
  UNIQUE (request_key, kind),
  CHECK ((currency IS NULL) = (total_minor IS NULL)),
  CHECK ((supersedes IS NULL) = (reason IS NULL))
) STRICT;

INSERT INTO new_series (id, kind, calendar, year, next, head, at)
SELECT id, kind, calendar, year, next, head, at FROM series ORDER BY rowid;
INSERT INTO new_issued (id, series, n, number, kind, order_id, date, currency, total_minor, payload, format,
  prev, hash, pdf, pdf_sha256, supersedes, reason, request_key, issued_at)
SELECT id, series, n, number, kind, subject_id, date, currency, total_minor, payload, format,
  prev, hash, pdf, pdf_sha256, supersedes, reason, request_key, issued_at
FROM issued ORDER BY rowid;
DROP TABLE issued;
DROP TABLE series;
ALTER TABLE new_series RENAME TO series;
ALTER TABLE new_issued RENAME TO issued;
CREATE INDEX issued_by_order ON issued (order_id);
CREATE INDEX issued_date ON issued (date, number);
CREATE INDEX issued_kind_date ON issued (kind, date, number);
CREATE INDEX issued_kind ON issued (kind, number);
CREATE INDEX issued_currency_date ON issued (currency, date, number);
CREATE INDEX issued_file ON issued (pdf_sha256);
CREATE INDEX issued_hash ON issued (hash);

CREATE TRIGGER issued_update BEFORE UPDATE ON issued BEGIN
  SELECT RAISE(ABORT, 'issued documents cannot be changed');
END;

CREATE TRIGGER issued_delete BEFORE DELETE ON issued BEGIN
  SELECT RAISE(ABORT, 'issued documents cannot be deleted');
END;

CREATE TRIGGER issued_insert BEFORE INSERT ON issued BEGIN
  SELECT RAISE(ABORT, 'issued documents cannot be replaced') WHERE EXISTS (
    SELECT 1 FROM issued WHERE id = NEW.id OR number = NEW.number OR rowid = NEW.rowid
      OR (series = NEW.series AND n = NEW.n) OR (request_key = NEW.request_key AND kind = NEW.kind)
      OR supersedes = NEW.supersedes);
  SELECT RAISE(ABORT, 'an issued document takes the next number of its series') WHERE NOT EXISTS (
    SELECT 1 FROM series WHERE id = NEW.series AND kind = NEW.kind AND next = NEW.n AND head = NEW.prev);
  SELECT RAISE(ABORT, 'an issued document has the number that is printed on it') WHERE json_extract(NEW.payload, '$.number') IS NOT NEW.number;
END;

CREATE TRIGGER issued_inserted AFTER INSERT ON issued WHEN NEW.rowid <= 0 BEGIN
  SELECT RAISE(ABORT, 'issued documents count their rows from 1');
END;

CREATE TRIGGER issued_chained AFTER INSERT ON issued BEGIN
  UPDATE series SET next = NEW.n + 1, head = NEW.hash, at = NEW.issued_at WHERE id = NEW.series;
END;

CREATE TRIGGER series_update BEFORE UPDATE ON series WHEN (
    NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.calendar = OLD.calendar AND NEW.year = OLD.year AND (
      NEW.next = OLD.next AND NEW.head = OLD.head AND NEW.at = OLD.at
      OR NEW.next = OLD.next + 1 AND EXISTS (
        SELECT 1 FROM issued WHERE series = OLD.id AND n = OLD.next AND prev = OLD.head AND hash = NEW.head AND issued_at = NEW.at))) IS NOT TRUE BEGIN
  SELECT RAISE(ABORT, 'a series only moves on with its next document');
END;

CREATE TRIGGER series_delete BEFORE DELETE ON series BEGIN
  SELECT RAISE(ABORT, 'a series cannot be deleted');
END;

CREATE TRIGGER series_insert BEFORE INSERT ON series BEGIN
  SELECT RAISE(ABORT, 'a series cannot be replaced') WHERE EXISTS (
    SELECT 1 FROM series WHERE id = NEW.id OR rowid = NEW.rowid
      OR (kind = NEW.kind AND calendar = NEW.calendar AND year = NEW.year));
  SELECT RAISE(ABORT, 'a series starts at 1') WHERE NOT (NEW.next = 1 AND NEW.head = '' AND NEW.at = '');
  SELECT RAISE(ABORT, 'a series is named by its kind, calendar and year') 
    WHERE NEW.id <> NEW.kind || '/' || NEW.calendar || '/' || NEW.year OR NEW.id GLOB '*[^A-Za-z0-9/-]*';
END;

CREATE TRIGGER series_inserted AFTER INSERT ON series WHEN NEW.rowid <= 0 BEGIN
  SELECT RAISE(ABORT, 'series count their rows from 1');
END;

CREATE TRIGGER series_registered AFTER INSERT ON series BEGIN
  UPDATE series_register SET ids = ids || NEW.id || char(10);
END;

CREATE TRIGGER register_update BEFORE UPDATE ON series_register WHEN (
    NEW.one = OLD.one AND NEW.rowid = OLD.rowid AND EXISTS (
      SELECT 1 FROM series
      WHERE NEW.ids = OLD.ids || id || char(10) AND instr(char(10) || OLD.ids, char(10) || id || char(10)) = 0)) IS NOT TRUE BEGIN
  SELECT RAISE(ABORT, 'the register only takes in a series that was started');
END;

DELETE FROM schema_steps WHERE version = 20;
