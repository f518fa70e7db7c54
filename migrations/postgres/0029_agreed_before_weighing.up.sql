-- Documents of format 3: prices of 100 kg and 1000 kg, goods without charge, remarks.
CREATE OR REPLACE FUNCTION issued_can_be() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mine   series%ROWTYPE;
  doc    JSON;
  far    TEXT := to_char(now() AT TIME ZONE 'UTC' + INTERVAL '400 days', 'YYYY-MM-DD');
  fault  TEXT;
  hashed BYTEA;
BEGIN
  IF EXISTS (SELECT FROM guards_lifted) THEN
    RETURN NEW;
  END IF;
  SELECT * INTO mine FROM series WHERE id = NEW.series;
  doc := NEW.payload::json;
  IF (NEW.id ~ '^[A-Z2-7]{26,}$') IS NOT TRUE THEN
    fault := 'the id of an issued document has 26 letters and digits';
  ELSIF NEW.number IS DISTINCT FROM format('%s-%s%s-%s', mine.prefix, mine.year, mine.suffix, lpad(NEW.n::text, greatest(4, length(NEW.n::text)), '0')) THEN
    fault := 'the number of an issued document is written as its series writes it';
  ELSIF NEW.format NOT IN (1, 2, 3) THEN
    fault := 'the format of an issued document is one that there is';
  ELSIF json_typeof(doc) <> 'object' THEN
    fault := 'the content of an issued document is a JSON object';
  ELSIF json_typeof(doc -> 'exporter') IS DISTINCT FROM 'object' OR json_typeof(doc -> 'buyer') IS DISTINCT FROM 'object' THEN
    fault := 'the content of an issued document names who buys and who sells';
  ELSIF doc ->> 'date' IS DISTINCT FROM NEW.date THEN
    fault := 'an issued document has the date that is printed on it';
  ELSIF (doc -> 'total' IS NULL AND NEW.currency IS NULL
      OR json_typeof(doc -> 'total') = 'string' AND length(NEW.currency) = 3 AND right(doc ->> 'total', 4) = ' ' || NEW.currency) IS NOT TRUE THEN
    fault := 'an issued document has the currency that is printed on it';
  ELSIF NEW.subject_kind <> 'shipment' OR NOT EXISTS (SELECT FROM orders WHERE id = NEW.subject_id AND number = doc ->> 'order') THEN
    fault := 'an issued document is of an order that is here, by the number that is printed on it';
  ELSIF NEW.supersedes IS NOT NULL AND (NEW.reason IS NULL OR NEW.reason = '' OR NOT EXISTS (
      SELECT FROM issued WHERE number = NEW.supersedes AND kind = NEW.kind AND subject_id = NEW.subject_id)) THEN
    fault := 'an issued document supersedes one of its kind and order, for a reason';
  ELSIF substr(NEW.pdf, 1, 5) IS DISTINCT FROM '%PDF-'::bytea OR position('%%EOF'::bytea IN substr(NEW.pdf, greatest(1, length(NEW.pdf) - 15))) = 0 THEN
    fault := 'the file of an issued document is a PDF';
  ELSIF NEW.request_key = '' THEN
    fault := 'a request that issues has a key';
  ELSIF to_char(substr(NEW.issued_at, 1, 19)::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS') IS DISTINCT FROM substr(NEW.issued_at, 1, 19) OR NEW.issued_at < mine.at THEN
    fault := 'an issued document has a time of issue that there is, and not one before that of the document before';
  ELSIF greatest(substr(NEW.issued_at, 1, 10), NEW.date) > far AND NOT EXISTS (
      SELECT FROM issued WHERE series = NEW.series AND greatest(substr(issued_at, 1, 10), date) > far) THEN
    fault := 'an issued document is not of a day more than 400 days ahead of the database''s clock';
  ELSIF encode(sha256(NEW.pdf), 'hex') IS DISTINCT FROM NEW.pdf_sha256 THEN
    fault := 'the file of an issued document has the SHA-256 that is beside it';
  ELSE -- each text with its length before it, as the program hashes
    SELECT string_agg(convert_to(octet_length(part) || ':' || part || ',', 'UTF8'), ''::bytea ORDER BY place) INTO hashed
    FROM unnest(ARRAY[NEW.format::text, NEW.prev, NEW.id, NEW.series, NEW.n::text, NEW.number, NEW.kind]
      || CASE NEW.format WHEN 1 THEN ARRAY[NEW.subject_id] ELSE ARRAY[NEW.subject_kind, NEW.subject_id, NEW.part] END
      || ARRAY[NEW.date, coalesce(NEW.currency, ''), coalesce(NEW.total_minor, 0)::text, coalesce(NEW.supersedes, ''), coalesce(NEW.reason, ''),
        NEW.request_key, NEW.issued_at, NEW.payload, NEW.pdf_sha256]) WITH ORDINALITY AS t (part, place);
    IF encode(sha256(hashed), 'hex') IS DISTINCT FROM NEW.hash THEN
      fault := 'the hash of an issued document is that of its row';
    END IF;
  END IF;
  IF fault IS NOT NULL THEN
    RAISE EXCEPTION '%', fault USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- Lots that people enter in stock, before an order has them. Version 0: an order brought the lot.
ALTER TABLE lots ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE lots ADD COLUMN changed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE lots ADD COLUMN changed_by TEXT NOT NULL DEFAULT '';

INSERT INTO schema_steps (version) VALUES (29);
