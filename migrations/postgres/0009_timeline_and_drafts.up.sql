-- What happened to an order, or to something else by its id: written once.
CREATE TABLE events (
  subject TEXT COLLATE "C" NOT NULL,
  n       BIGINT NOT NULL CHECK (n > 0), -- of the subject, from 1
  at      TEXT COLLATE "C" NOT NULL, -- UTC; empty: not known
  who     TEXT NOT NULL,
  format  TEXT NOT NULL, -- a sentence, by which a catalogue may translate it
  args    TEXT NOT NULL CHECK (args::json IS NOT NULL), -- texts
  changes TEXT NOT NULL CHECK (changes::json IS NOT NULL), -- pointer, from, to
  PRIMARY KEY (subject, n)
);

CREATE FUNCTION events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: what happened cannot be changed or deleted', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER events_update BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION events_stay();
CREATE TRIGGER events_delete BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION events_stay();
CREATE TRIGGER events_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION events_stay();

CREATE FUNCTION events_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM events WHERE subject = NEW.subject) THEN
    RAISE EXCEPTION 'an event takes the next number of its subject' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER events_insert BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION events_in_order();

ALTER TABLE events ENABLE ALWAYS TRIGGER events_update;
ALTER TABLE events ENABLE ALWAYS TRIGGER events_delete;
ALTER TABLE events ENABLE ALWAYS TRIGGER events_truncate;
ALTER TABLE events ENABLE ALWAYS TRIGGER events_insert;

-- Orders that are being typed and need not be right yet.
CREATE TABLE drafts (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version    BIGINT NOT NULL,
  number     TEXT COLLATE "C" NOT NULL,
  buyer      TEXT COLLATE "C" NOT NULL,
  changed_at TEXT COLLATE "C" NOT NULL,
  changed_by TEXT NOT NULL,
  body       TEXT NOT NULL CHECK (body::json IS NOT NULL) -- the form
);
CREATE INDEX drafts_changed ON drafts (changed_at, id);

INSERT INTO schema_steps (version) VALUES (9);
