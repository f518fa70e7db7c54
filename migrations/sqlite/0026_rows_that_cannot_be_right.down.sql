-- Fails over a closed series, also where a program that was faster than the one that asked
-- for this step has closed it: the series after it begins at the seal of the closing.
CREATE TEMP TABLE nothing_closed (series INTEGER CHECK (series = 0));
INSERT INTO nothing_closed SELECT count(*) FROM series_closed;
DROP TABLE nothing_closed;

DROP TRIGGER issued_shape;
DROP TRIGGER issued_insert;
DROP TRIGGER issued_chained;
DROP TRIGGER series_insert;
DROP TABLE series_closed;
DROP TABLE guards_lifted;

CREATE TRIGGER issued_insert BEFORE INSERT ON issued BEGIN
  SELECT RAISE(ABORT, 'an issued document has a subject and a part') WHERE NEW.subject_kind IS NULL OR NEW.part IS NULL;
  SELECT RAISE(ABORT, 'issued documents cannot be replaced') WHERE EXISTS (
    SELECT 1 FROM issued WHERE id = NEW.id OR number = NEW.number OR rowid = NEW.rowid
      OR (series = NEW.series AND n = NEW.n) OR supersedes = NEW.supersedes
      OR (request_key = NEW.request_key AND kind = NEW.kind AND subject_kind = NEW.subject_kind AND subject_id = NEW.subject_id AND part = NEW.part));
  SELECT RAISE(ABORT, 'an issued document takes the next number of its series') WHERE NOT EXISTS (
    SELECT 1 FROM series WHERE id = NEW.series AND kind = NEW.kind AND next = NEW.n AND head = NEW.prev);
  SELECT RAISE(ABORT, 'an issued document has the number that is printed on it') WHERE json_extract(NEW.payload, '$.number') IS NOT NEW.number;
END;

CREATE TRIGGER issued_chained AFTER INSERT ON issued BEGIN
  UPDATE series SET next = NEW.n + 1, head = NEW.hash, at = NEW.issued_at WHERE id = NEW.series;
END;

CREATE TRIGGER series_insert BEFORE INSERT ON series BEGIN
  SELECT RAISE(ABORT, 'a series cannot be replaced') WHERE EXISTS (
    SELECT 1 FROM series WHERE id = NEW.id OR rowid = NEW.rowid
      OR (kind = NEW.kind AND calendar = NEW.calendar AND year = NEW.year AND suffix = NEW.suffix));
  SELECT RAISE(ABORT, 'a series starts at its first number') WHERE (NEW.next = NEW.first AND NEW.head = '' AND NEW.at = '') IS NOT TRUE;
  SELECT RAISE(ABORT, 'a series is named by its kind, calendar, year and suffix')
    WHERE (NEW.id = NEW.kind || '/' || NEW.calendar || '/' || NEW.year || NEW.suffix AND NEW.id NOT GLOB '*[^A-Za-z0-9/-]*') IS NOT TRUE;
END;

DELETE FROM schema_steps WHERE version = 26;
