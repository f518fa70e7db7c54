-- A series moves on by the insert of its next document and by nothing else, and
-- one row names every series that was started, so that none can be taken away
-- unnoticed with all that it had.
CREATE TABLE series_register (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  ids TEXT NOT NULL -- of the series, in the order they were started, a line each
) STRICT;
INSERT INTO series_register (one, ids) SELECT 1, coalesce(group_concat(id || char(10), ''), '') FROM (SELECT id FROM series ORDER BY id);

DROP TRIGGER issued_insert;
CREATE TRIGGER issued_insert BEFORE INSERT ON issued BEGIN
  SELECT RAISE(ABORT, 'issued documents cannot be replaced') WHERE EXISTS (
    SELECT 1 FROM issued WHERE id = NEW.id OR number = NEW.number OR rowid = NEW.rowid
      OR (series = NEW.series AND n = NEW.n) OR (request_key = NEW.request_key AND kind = NEW.kind)
      OR supersedes = NEW.supersedes);
  SELECT RAISE(ABORT, 'an issued document takes the next number of its series') WHERE NOT EXISTS (
    SELECT 1 FROM series WHERE id = NEW.series AND kind = NEW.kind AND next = NEW.n AND head = NEW.prev);
  SELECT RAISE(ABORT, 'an issued document has the number that is printed on it') WHERE json_extract(NEW.payload, '$.number') IS NOT NEW.number;
END;

DROP TRIGGER issued_chained;
CREATE TRIGGER issued_chained AFTER INSERT ON issued BEGIN
  UPDATE series SET next = NEW.n + 1, head = NEW.hash, at = NEW.issued_at WHERE id = NEW.series;
END;

-- An UPDATE that changes nothing passes: that is how the next number is locked.
DROP TRIGGER series_update;
CREATE TRIGGER series_update BEFORE UPDATE ON series WHEN NOT (
    NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.calendar = OLD.calendar AND NEW.year = OLD.year AND (
      NEW.next = OLD.next AND NEW.head = OLD.head AND NEW.at = OLD.at
      OR NEW.next = OLD.next + 1 AND EXISTS (
        SELECT 1 FROM issued WHERE series = OLD.id AND n = OLD.next AND prev = OLD.head AND hash = NEW.head AND issued_at = NEW.at))) BEGIN
  SELECT RAISE(ABORT, 'a series only moves on with its next document');
END;

DROP TRIGGER series_insert;
CREATE TRIGGER series_insert BEFORE INSERT ON series BEGIN
  SELECT RAISE(ABORT, 'a series cannot be replaced') WHERE EXISTS (
    SELECT 1 FROM series WHERE id = NEW.id OR rowid = NEW.rowid
      OR (kind = NEW.kind AND calendar = NEW.calendar AND year = NEW.year));
  SELECT RAISE(ABORT, 'a series starts at 1') WHERE NOT (NEW.next = 1 AND NEW.head = '' AND NEW.at = '');
  SELECT RAISE(ABORT, 'a series is named by its kind, calendar and year') 
    WHERE NEW.id <> NEW.kind || '/' || NEW.calendar || '/' || NEW.year OR NEW.id GLOB '*[^A-Za-z0-9/-]*';
END;

CREATE TRIGGER series_registered AFTER INSERT ON series BEGIN
  UPDATE series_register SET ids = ids || NEW.id || char(10);
END;

CREATE TRIGGER register_update BEFORE UPDATE ON series_register WHEN NOT (
    NEW.one = OLD.one AND NEW.rowid = OLD.rowid AND EXISTS (
      SELECT 1 FROM series
      WHERE NEW.ids = OLD.ids || id || char(10) AND instr(char(10) || OLD.ids, char(10) || id || char(10)) = 0)) BEGIN
  SELECT RAISE(ABORT, 'the register only takes in a series that was started');
END;
CREATE TRIGGER register_insert BEFORE INSERT ON series_register BEGIN
  SELECT RAISE(ABORT, 'the register is one row');
END;
CREATE TRIGGER register_delete BEFORE DELETE ON series_register BEGIN
  SELECT RAISE(ABORT, 'the register cannot be deleted');
END;

INSERT INTO schema_steps (version) VALUES (6);
