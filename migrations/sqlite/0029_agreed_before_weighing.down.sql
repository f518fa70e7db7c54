DROP TRIGGER issued_shape;
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

ALTER TABLE lots DROP COLUMN changed_by;
ALTER TABLE lots DROP COLUMN changed_at;
ALTER TABLE lots DROP COLUMN version;

DELETE FROM schema_steps WHERE version = 29;
