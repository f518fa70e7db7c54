-- A series counts the papers of a kind in a fiscal year. next and head only
-- move on by one paper, so that no row can be cut off unnoticed.
CREATE TABLE series (
  id       TEXT NOT NULL PRIMARY KEY, -- "commercial-invoice/JAN/2026"
  kind     TEXT NOT NULL,
  calendar TEXT NOT NULL CHECK (calendar IN ('JAN', 'APR', 'SHRAWAN')),
  year     TEXT NOT NULL, -- as numbers write it: "2026", "26-27"
  next     INTEGER NOT NULL CHECK (next > 0),
  head     TEXT NOT NULL, -- hash of the last paper; empty before the first
  at       TEXT NOT NULL DEFAULT '', -- when that was issued
  UNIQUE (kind, calendar, year)
) STRICT;

CREATE TABLE issued (
  id           TEXT NOT NULL PRIMARY KEY,
  series       TEXT NOT NULL REFERENCES series (id),
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
  supersedes   TEXT UNIQUE REFERENCES issued (number),
  reason       TEXT,
  request_key  TEXT NOT NULL,
  issued_at    TEXT NOT NULL CHECK (issued_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z'), -- UTC
  UNIQUE (series, n),
  UNIQUE (request_key, kind),
  CHECK ((currency IS NULL) = (total_minor IS NULL)),
  CHECK ((supersedes IS NULL) = (reason IS NULL))
) STRICT;
CREATE INDEX issued_by_order ON issued (order_id);

-- What is issued stays. A REPLACE deletes without a DELETE trigger unless
-- recursive_triggers is on, so an INSERT over any key is refused as well.
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
    SELECT 1 FROM series WHERE id = NEW.series AND kind = NEW.kind AND next = NEW.n + 1 AND head = NEW.prev);
END;
CREATE TRIGGER issued_inserted AFTER INSERT ON issued WHEN NEW.rowid <= 0 BEGIN
  SELECT RAISE(ABORT, 'issued documents count their rows from 1');
END;

CREATE TRIGGER issued_chained AFTER INSERT ON issued BEGIN
  UPDATE series SET head = NEW.hash, at = NEW.issued_at WHERE id = NEW.series;
END;

CREATE TRIGGER series_update BEFORE UPDATE ON series WHEN NOT (
    NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.calendar = OLD.calendar AND NEW.year = OLD.year AND (
      NEW.next = OLD.next + 1 AND NEW.head = OLD.head AND NEW.at = OLD.at AND (OLD.next = 1 OR EXISTS (
        SELECT 1 FROM issued WHERE series = OLD.id AND n = OLD.next - 1 AND hash = OLD.head))
      OR NEW.next = OLD.next AND EXISTS (
        SELECT 1 FROM issued WHERE series = OLD.id AND n = OLD.next - 1 AND hash = NEW.head AND issued_at = NEW.at))) BEGIN
  SELECT RAISE(ABORT, 'a series only moves on by one');
END;
CREATE TRIGGER series_delete BEFORE DELETE ON series BEGIN
  SELECT RAISE(ABORT, 'a series cannot be deleted');
END;
CREATE TRIGGER series_insert BEFORE INSERT ON series BEGIN
  SELECT RAISE(ABORT, 'a series cannot be replaced') WHERE EXISTS (
    SELECT 1 FROM series WHERE id = NEW.id OR rowid = NEW.rowid
      OR (kind = NEW.kind AND calendar = NEW.calendar AND year = NEW.year));
  SELECT RAISE(ABORT, 'a series starts at 1') WHERE NOT (NEW.next = 1 AND NEW.head = '' AND NEW.at = '');
END;
CREATE TRIGGER series_inserted AFTER INSERT ON series WHEN NEW.rowid <= 0 BEGIN
  SELECT RAISE(ABORT, 'series count their rows from 1');
END;

INSERT INTO schema_steps (version) VALUES (5);
