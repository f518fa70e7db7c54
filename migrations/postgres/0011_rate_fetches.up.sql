-- What came of each time that a publisher was asked for its rates.
CREATE TABLE rate_fetches (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  source     TEXT COLLATE "C" NOT NULL, -- "nrb"
  from_date  TEXT COLLATE "C" NOT NULL CHECK (to_char(from_date::date, 'YYYY-MM-DD') = from_date),
  to_date    TEXT COLLATE "C" NOT NULL CHECK (to_char(to_date::date, 'YYYY-MM-DD') = to_date),
  started    TEXT COLLATE "C" NOT NULL, -- UTC
  ended      TEXT COLLATE "C" NOT NULL,
  added      BIGINT NOT NULL,
  unchanged  BIGINT NOT NULL,
  corrected  BIGINT NOT NULL,
  held       BIGINT NOT NULL,
  skipped    BIGINT NOT NULL,
  fault      TEXT NOT NULL, -- a sentence, by which a catalogue may translate it; empty if all went well
  fault_args TEXT NOT NULL CHECK (fault_args::json IS NOT NULL) -- texts
);
CREATE INDEX rate_fetches_by_source ON rate_fetches (source, started);

-- Which program asks a publisher, until when the others leave it to that one.
CREATE TABLE rate_leases (
  source TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL,
  until  TEXT COLLATE "C" NOT NULL -- UTC
);

INSERT INTO schema_steps (version) VALUES (11);
