-- A series that lost its row gets one again, so that it can be closed: the register names it
-- already.
DROP TRIGGER series_registered;
CREATE TRIGGER series_registered AFTER INSERT ON series WHEN NOT EXISTS (
    SELECT 1 FROM guards_lifted, series_register r WHERE instr(char(10) || r.ids, char(10) || NEW.id || char(10)) > 0) BEGIN
  UPDATE series_register SET ids = ids || NEW.id || char(10);
END;

INSERT INTO schema_steps (version) VALUES (28);
