DROP TRIGGER series_registered;
CREATE TRIGGER series_registered AFTER INSERT ON series BEGIN
  UPDATE series_register SET ids = ids || NEW.id || char(10);
END;

DELETE FROM schema_steps WHERE version = 28;
