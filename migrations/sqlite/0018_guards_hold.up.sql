-- What cannot be compared, since it is NULL, is refused too: UPDATE OR REPLACE
-- puts the column's default in its place after the guard was asked.
DROP TRIGGER series_update;
CREATE TRIGGER series_update BEFORE UPDATE ON series WHEN (
    NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.calendar = OLD.calendar AND NEW.year = OLD.year AND (
      NEW.next = OLD.next AND NEW.head = OLD.head AND NEW.at = OLD.at
      OR NEW.next = OLD.next + 1 AND EXISTS (
        SELECT 1 FROM issued WHERE series = OLD.id AND n = OLD.next AND prev = OLD.head AND hash = NEW.head AND issued_at = NEW.at))) IS NOT TRUE BEGIN
  SELECT RAISE(ABORT, 'a series only moves on with its next document');
END;

DROP TRIGGER register_update;
CREATE TRIGGER register_update BEFORE UPDATE ON series_register WHEN (
    NEW.one = OLD.one AND NEW.rowid = OLD.rowid AND EXISTS (
      SELECT 1 FROM series
      WHERE NEW.ids = OLD.ids || id || char(10) AND instr(char(10) || OLD.ids, char(10) || id || char(10)) = 0)) IS NOT TRUE BEGIN
  SELECT RAISE(ABORT, 'the register only takes in a series that was started');
END;

INSERT INTO schema_steps (version) VALUES (18);
