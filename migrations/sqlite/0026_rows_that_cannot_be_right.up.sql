-- The guards of what is issued refuse a row that cannot be right, and a damaged series is
-- closed by a row that stays.

-- The guards are lifted by name, in a transaction that restores: with foreign_keys on, a row
-- of this table names one that cannot be there, so it must be gone before the commit.
CREATE TABLE guards_lifted (
  name  TEXT NOT NULL PRIMARY KEY CHECK (name = 'restoring'),
  until TEXT NOT NULL DEFAULT 'the commit' CHECK (until = 'the commit') REFERENCES guards_lifted (name) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TRIGGER guards_lifted_insert BEFORE INSERT ON guards_lifted BEGIN
  SELECT RAISE(ABORT, 'guards are lifted in a transaction with foreign_keys on, and lowered before its commit')
    WHERE (SELECT foreign_keys FROM pragma_foreign_keys) IS NOT 1;
END;

CREATE TABLE series_closed (
  series    TEXT NOT NULL PRIMARY KEY REFERENCES series (id),
  successor TEXT NOT NULL, -- the series that goes on; empty where a later one went on already
  reason    TEXT NOT NULL CHECK (reason <> ''),
  at        TEXT NOT NULL,
  who       TEXT NOT NULL,
  documents INTEGER NOT NULL CHECK (documents >= 0), -- how many rows of issued it had
  digest    TEXT NOT NULL CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'), -- SHA-256 of the series' row and these
  seal      TEXT NOT NULL CHECK (length(seal) = 64 AND seal NOT GLOB '*[^0-9a-f]*') -- SHA-256 of this row; the successor's first document is chained to it
) STRICT;
CREATE TRIGGER series_closed_update BEFORE UPDATE ON series_closed BEGIN
  SELECT RAISE(ABORT, 'the closing of a series cannot be changed');
END;
CREATE TRIGGER series_closed_delete BEFORE DELETE ON series_closed BEGIN
  SELECT RAISE(ABORT, 'the closing of a series cannot be deleted');
END;
CREATE TRIGGER series_closed_insert BEFORE INSERT ON series_closed BEGIN
  SELECT RAISE(ABORT, 'the closing of a series cannot be replaced') WHERE EXISTS (
    SELECT 1 FROM series_closed WHERE series = NEW.series OR rowid = NEW.rowid);
  SELECT RAISE(ABORT, 'there is no such series to close') WHERE NOT EXISTS (SELECT 1 FROM series WHERE id = NEW.series);
END;

DROP TRIGGER issued_insert;
CREATE TRIGGER issued_insert BEFORE INSERT ON issued BEGIN
  SELECT RAISE(ABORT, 'an issued document has a subject and a part') WHERE NEW.subject_kind IS NULL OR NEW.part IS NULL;
  SELECT RAISE(ABORT, 'issued documents cannot be replaced') WHERE EXISTS (
    SELECT 1 FROM issued WHERE id = NEW.id OR number = NEW.number OR rowid = NEW.rowid
      OR (series = NEW.series AND n = NEW.n) OR supersedes = NEW.supersedes
      OR (request_key = NEW.request_key AND kind = NEW.kind AND subject_kind = NEW.subject_kind AND subject_id = NEW.subject_id AND part = NEW.part));
  SELECT RAISE(ABORT, 'the series is closed and takes no document') WHERE EXISTS (
    SELECT 1 FROM series_closed WHERE series = NEW.series) AND NOT EXISTS (SELECT 1 FROM guards_lifted);
  SELECT RAISE(ABORT, 'an issued document takes the next number of its series') WHERE NOT EXISTS (
    SELECT 1 FROM series WHERE id = NEW.series AND kind = NEW.kind AND next = NEW.n AND head = NEW.prev)
    AND NOT EXISTS (SELECT 1 FROM series_closed WHERE series = NEW.series);
  SELECT RAISE(ABORT, 'an issued document has the number that is printed on it')
    WHERE (json_valid(NEW.payload) AND json_extract(NEW.payload, '$.number') IS NOT NEW.number)
    AND NOT EXISTS (SELECT 1 FROM series_closed WHERE series = NEW.series);
END;

-- What cannot be right, whoever inserts it, unless the guards are lifted.
CREATE TRIGGER issued_shape BEFORE INSERT ON issued WHEN NOT EXISTS (SELECT 1 FROM guards_lifted) BEGIN
  SELECT RAISE(ABORT, 'the id of an issued document has 26 letters and digits')
    WHERE (length(NEW.id) >= 26 AND NEW.id NOT GLOB '*[^A-Z2-7]*') IS NOT TRUE;
  SELECT RAISE(ABORT, 'the number of an issued document is written as its series writes it') WHERE NEW.number IS NOT (
    SELECT printf('%s-%s%s-%04d', prefix, year, suffix, NEW.n) FROM series WHERE id = NEW.series);
  SELECT RAISE(ABORT, 'the format of an issued document is one that there is') WHERE NEW.format NOT IN (1, 2);
  SELECT RAISE(ABORT, 'the content of an issued document is a JSON object')
    WHERE NOT json_valid(NEW.payload) OR json_type(NEW.payload) IS NOT 'object';
  SELECT RAISE(ABORT, 'the content of an issued document names who buys and who sells') WHERE
    json_type(NEW.payload, '$.exporter') IS NOT 'object' OR json_type(NEW.payload, '$.buyer') IS NOT 'object';
  SELECT RAISE(ABORT, 'an issued document has the date that is printed on it') WHERE json_extract(NEW.payload, '$.date') IS NOT NEW.date;
  SELECT RAISE(ABORT, 'an issued document has the currency that is printed on it') WHERE
    (json_type(NEW.payload, '$.total') IS NULL AND NEW.currency IS NULL
      OR json_type(NEW.payload, '$.total') IS 'text' AND length(NEW.currency) = 3
        AND substr(json_extract(NEW.payload, '$.total'), -4) = ' ' || NEW.currency) IS NOT TRUE;
  SELECT RAISE(ABORT, 'an issued document is of an order that is here, by the number that is printed on it') WHERE
    NEW.subject_kind <> 'shipment' OR NOT EXISTS (
      SELECT 1 FROM orders WHERE id = NEW.subject_id AND number = json_extract(NEW.payload, '$.order'));
  SELECT RAISE(ABORT, 'an issued document supersedes one of its kind and order, for a reason') WHERE
    NEW.supersedes IS NOT NULL AND (NEW.reason IS NULL OR NEW.reason = '' OR NOT EXISTS (
      SELECT 1 FROM issued WHERE number = NEW.supersedes AND kind = NEW.kind AND subject_id = NEW.subject_id));
  SELECT RAISE(ABORT, 'the file of an issued document is a PDF') WHERE
    substr(NEW.pdf, 1, 5) IS NOT x'255044462d' OR instr(substr(NEW.pdf, -16), x'2525454f46') = 0;
  SELECT RAISE(ABORT, 'a request that issues has a key') WHERE NEW.request_key = '';
  SELECT RAISE(ABORT, 'an issued document has a time of issue that there is, and not one before that of the document before') WHERE
    date(substr(NEW.issued_at, 1, 10)) IS NOT substr(NEW.issued_at, 1, 10) OR time(substr(NEW.issued_at, 12, 8)) IS NOT substr(NEW.issued_at, 12, 8)
    OR NEW.issued_at < (SELECT at FROM series WHERE id = NEW.series);
  SELECT RAISE(ABORT, 'an issued document is not of a day more than 400 days ahead of the database''s clock') WHERE
    max(substr(NEW.issued_at, 1, 10), NEW.date) > date('now', '+400 days') AND NOT EXISTS (
      SELECT 1 FROM issued WHERE series = NEW.series AND max(substr(issued_at, 1, 10), date) > date('now', '+400 days'));
END;

DROP TRIGGER issued_chained;
CREATE TRIGGER issued_chained AFTER INSERT ON issued WHEN NOT EXISTS (SELECT 1 FROM series_closed WHERE series = NEW.series) BEGIN
  UPDATE series SET next = NEW.n + 1, head = NEW.hash, at = NEW.issued_at WHERE id = NEW.series;
END;

-- A series that goes on after a closed one begins at the seal of the closing. A closed one
-- is restored as it was.
DROP TRIGGER series_insert;
CREATE TRIGGER series_insert BEFORE INSERT ON series BEGIN
  SELECT RAISE(ABORT, 'a series cannot be replaced') WHERE EXISTS (
    SELECT 1 FROM series WHERE id = NEW.id OR rowid = NEW.rowid
      OR (kind = NEW.kind AND calendar = NEW.calendar AND year = NEW.year AND suffix = NEW.suffix));
  SELECT RAISE(ABORT, 'a series starts at its first number') WHERE (NEW.next = NEW.first AND NEW.at = ''
    AND NEW.head = coalesce((SELECT seal FROM series_closed WHERE successor = NEW.id), '')) IS NOT TRUE
    AND NOT EXISTS (SELECT 1 FROM guards_lifted);
  SELECT RAISE(ABORT, 'a series is named by its kind, calendar, year and suffix')
    WHERE (NEW.id = NEW.kind || '/' || NEW.calendar || '/' || NEW.year || NEW.suffix AND NEW.id NOT GLOB '*[^A-Za-z0-9/-]*') IS NOT TRUE
    AND NOT EXISTS (SELECT 1 FROM guards_lifted);
END;

INSERT INTO schema_steps (version) VALUES (26);
