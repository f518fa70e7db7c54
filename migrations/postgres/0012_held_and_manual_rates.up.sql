-- Published values that moved so far from the last one that a person has to
-- look at them. No total uses one before it stands in rates.
CREATE TABLE held_rates (
  id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  source        TEXT COLLATE "C" NOT NULL,
  side          TEXT COLLATE "C" NOT NULL,
  from_currency TEXT COLLATE "C" NOT NULL,
  to_currency   TEXT COLLATE "C" NOT NULL,
  date          TEXT COLLATE "C" NOT NULL CHECK (to_char(date::date, 'YYYY-MM-DD') = date),
  value         NUMERIC NOT NULL CHECK (value >= 0 AND value < 'Infinity'),
  per           NUMERIC NOT NULL CHECK (per >= 0 AND per < 'Infinity'),
  feed          TEXT NOT NULL, -- where it was read
  held_at       TEXT COLLATE "C" NOT NULL, -- UTC
  share         NUMERIC NOT NULL CHECK (share >= 0 AND share < 'Infinity'), -- how far it might have moved
  last_date     TEXT COLLATE "C" NOT NULL CHECK (to_char(last_date::date, 'YYYY-MM-DD') = last_date), -- which it was compared with
  last_value    NUMERIC NOT NULL CHECK (last_value >= 0 AND last_value < 'Infinity'),
  last_per      NUMERIC NOT NULL CHECK (last_per >= 0 AND last_per < 'Infinity'),
  decision      TEXT COLLATE "C" NOT NULL DEFAULT '' CHECK (decision IN ('', 'confirmed', 'followed', 'rejected', 'withdrawn')),
  decided_at    TEXT COLLATE "C" NOT NULL DEFAULT '', -- UTC
  decided_by    TEXT NOT NULL DEFAULT '', -- empty where the publisher sent another value
  reason        TEXT NOT NULL DEFAULT '',
  CHECK ((decision = '') = (decided_at = ''))
);
CREATE INDEX held_rates_by_series ON held_rates (source, side, from_currency, to_currency, date);
CREATE INDEX held_rates_by_decision ON held_rates (decision, date);

-- Who entered a rate that no feed has, and why.
CREATE TABLE manual_rates (
  source        TEXT COLLATE "C" NOT NULL,
  side          TEXT COLLATE "C" NOT NULL,
  from_currency TEXT COLLATE "C" NOT NULL,
  to_currency   TEXT COLLATE "C" NOT NULL,
  date          TEXT COLLATE "C" NOT NULL, -- the first day that it holds
  version       BIGINT NOT NULL,
  until         TEXT COLLATE "C" CHECK (to_char(until::date, 'YYYY-MM-DD') = until), -- the last day; none: until there is another
  at            TEXT COLLATE "C" NOT NULL, -- UTC
  who           TEXT NOT NULL CHECK (who <> ''),
  reason        TEXT NOT NULL CHECK (reason <> ''),
  PRIMARY KEY (source, side, from_currency, to_currency, date, version),
  FOREIGN KEY (source, side, from_currency, to_currency, date, version)
    REFERENCES rates (source, side, from_currency, to_currency, date, version)
);

INSERT INTO schema_steps (version) VALUES (12);
