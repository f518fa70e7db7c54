-- What happened to an order, or to something else by its id: written once.
CREATE TABLE events (
  subject TEXT NOT NULL,
  n       INTEGER NOT NULL CHECK (n > 0), -- of the subject, from 1
  at      TEXT NOT NULL, -- UTC; empty: not known
  who     TEXT NOT NULL,
  format  TEXT NOT NULL, -- a sentence, by which a catalogue may translate it
  args    TEXT NOT NULL CHECK (json_valid(args)), -- texts
  changes TEXT NOT NULL CHECK (json_valid(changes)), -- pointer, from, to
  PRIMARY KEY (subject, n)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_update BEFORE UPDATE ON events BEGIN
  SELECT RAISE(ABORT, 'what happened cannot be changed');
END;
CREATE TRIGGER events_delete BEFORE DELETE ON events BEGIN
  SELECT RAISE(ABORT, 'what happened cannot be deleted');
END;
CREATE TRIGGER events_insert BEFORE INSERT ON events BEGIN
  SELECT RAISE(ABORT, 'an event takes the next number of its subject') WHERE
    NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM events WHERE subject = NEW.subject);
END;

-- Orders that are being typed and need not be right yet.
CREATE TABLE drafts (
  id         TEXT NOT NULL PRIMARY KEY,
  version    INTEGER NOT NULL,
  number     TEXT NOT NULL,
  buyer      TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  body       TEXT NOT NULL CHECK (json_valid(body)) -- the form
) STRICT;
CREATE INDEX drafts_changed ON drafts (changed_at, id);

INSERT INTO schema_steps (version) VALUES (9);
