-- The documents stay, and their triggers become those of before.
DROP TABLE series_register;
DROP TRIGGER series_registered;
DROP TRIGGER issued_insert;
DROP TRIGGER issued_chained;
DROP TRIGGER series_update;
DROP TRIGGER series_insert;

CREATE TRIGGER issued_insert BEFORE INSERT ON issued BEGIN
  SELECT RAISE(ABORT, 'issued documents cannot be replaced') WHERE EXISTS (
    SELECT 1 FROM issued WHERE id = NEW.id OR number = NEW.number OR rowid = NEW.rowid
      OR (series = NEW.series AND n = NEW.n) OR (request_key = NEW.request_key AND kind = NEW.kind)
      OR supersedes = NEW.supersedes);
  SELECT RAISE(ABORT, 'an issued document takes the next number of its series') WHERE NOT EXISTS (
    SELECT 1 FROM series WHERE id = NEW.series AND kind = NEW.kind AND next = NEW.n + 1 AND head = NEW.prev);
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

CREATE TRIGGER series_insert BEFORE INSERT ON series BEGIN
  SELECT RAISE(ABORT, 'a series cannot be replaced') WHERE EXISTS (
    SELECT 1 FROM series WHERE id = NEW.id OR rowid = NEW.rowid
      OR (kind = NEW.kind AND calendar = NEW.calendar AND year = NEW.year));
  SELECT RAISE(ABORT, 'a series starts at 1') WHERE NOT (NEW.next = 1 AND NEW.head = '' AND NEW.at = '');
END;

DELETE FROM schema_steps WHERE version = 6;
