-- Fails over what the schema of before has no place for, also where a program
-- that was faster than the one that asked for this step has issued it.
LOCK TABLE series, issued IN ACCESS EXCLUSIVE MODE; -- who is issuing ends first
DO $$
BEGIN
  IF EXISTS (SELECT FROM issued i WHERE subject_kind <> 'shipment' OR part <> '' OR NOT EXISTS (SELECT FROM orders WHERE id = subject_id)
      OR EXISTS (SELECT FROM issued o WHERE o.request_key = i.request_key AND o.kind = i.kind AND o.id <> i.id))
    OR EXISTS (SELECT FROM series WHERE first <> 1 OR suffix <> ''
      OR kind || ' ' || prefix NOT IN ('commercial-invoice CI', 'packing-list PL', 'commercial-invoice-cum-packing-list CC')) THEN
    RAISE EXCEPTION 'there are issued documents or series that the schema of before has no place for';
  END IF;
END
$$;

DROP TRIGGER orders_delete ON orders;
DROP TRIGGER orders_id ON orders;
DROP TRIGGER orders_truncate ON orders;
DROP FUNCTION issued_subject_stays();

ALTER TABLE issued RENAME COLUMN subject_id TO order_id;
ALTER TABLE issued
  DROP COLUMN subject_kind, -- and the key that it is in
  DROP COLUMN part,
  ADD UNIQUE (request_key, kind),
  ADD FOREIGN KEY (order_id) REFERENCES orders (id);
ALTER INDEX issued_by_subject RENAME TO issued_by_order;

CREATE OR REPLACE FUNCTION series_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM series_register FOR UPDATE; -- before the row, so that two that start series wait in one order
    IF NOT (NEW.next = 1 AND NEW.head = '' AND NEW.at = '') THEN
      RAISE EXCEPTION 'a series starts at 1' USING ERRCODE = 'restrict_violation';
    ELSIF NEW.id <> NEW.kind || '/' || NEW.calendar || '/' || NEW.year OR NEW.id ~ '[^A-Za-z0-9/-]' THEN
      RAISE EXCEPTION 'a series is named by its kind, calendar and year' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF NOT (
    NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.calendar = OLD.calendar AND NEW.year = OLD.year AND (
      NEW.next = OLD.next AND NEW.head = OLD.head AND NEW.at = OLD.at
      OR NEW.next = OLD.next + 1 AND EXISTS (
        SELECT 1 FROM issued WHERE series = OLD.id AND n = OLD.next AND prev = OLD.head AND hash = NEW.head AND issued_at = NEW.at))) THEN
    RAISE EXCEPTION 'a series only moves on with its next document' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

DO $$
DECLARE f TEXT;
BEGIN
  FOREACH f IN ARRAY ARRAY['series_by_one'] LOOP -- see step 18
    EXECUTE format('ALTER FUNCTION %1$I.%2$I() SET search_path = %1$I, pg_temp', current_schema(), f);
  END LOOP;
END
$$;

ALTER TABLE series
  DROP COLUMN prefix,
  DROP COLUMN first,
  DROP COLUMN suffix, -- and the key that it is in
  ADD UNIQUE (kind, calendar, year);

DELETE FROM schema_steps WHERE version = 20;
