-- What came of each time that a publisher was asked for its rates.
CREATE TABLE rate_fetches (
  id         TEXT NOT NULL PRIMARY KEY,
  source     TEXT NOT NULL, -- "nrb"
  from_date  TEXT NOT NULL CHECK (date(from_date) IS from_date),
  to_date    TEXT NOT NULL CHECK (date(to_date) IS to_date),
  started    TEXT NOT NULL, -- UTC
  ended      TEXT NOT NULL,
  added      INTEGER NOT NULL,
  unchanged  INTEGER NOT NULL,
  corrected  INTEGER NOT NULL,
  held       INTEGER NOT NULL,
  skipped    INTEGER NOT NULL,
  fault      TEXT NOT NULL, -- a sentence, by which a catalogue may translate it; empty if all went well
  fault_args TEXT NOT NULL CHECK (json_valid(fault_args)) -- texts
) STRICT;
CREATE INDEX rate_fetches_by_source ON rate_fetches (source, started);

-- Which program asks a publisher, until when the others leave it to that one.
CREATE TABLE rate_leases (
  source TEXT NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL,
  until  TEXT NOT NULL -- UTC
) STRICT;

INSERT INTO schema_steps (version) VALUES (11);
