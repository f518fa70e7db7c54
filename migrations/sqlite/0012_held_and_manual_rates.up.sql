-- Published values that moved so far from the last one that a person has to
-- look at them. No total uses one before it stands in rates.
CREATE TABLE held_rates (
  id            TEXT NOT NULL PRIMARY KEY,
  source        TEXT NOT NULL,
  side          TEXT NOT NULL,
  from_currency TEXT NOT NULL,
  to_currency   TEXT NOT NULL,
  date          TEXT NOT NULL CHECK (date(date) IS date),
  value         TEXT NOT NULL CHECK (value NOT GLOB '*[^0-9.]*' AND value GLOB '[0-9]*' AND value GLOB '*[0-9]' AND value NOT GLOB '*.*.*'),
  per           TEXT NOT NULL CHECK (per NOT GLOB '*[^0-9.]*' AND per GLOB '[0-9]*' AND per GLOB '*[0-9]' AND per NOT GLOB '*.*.*'),
  feed          TEXT NOT NULL, -- where it was read
  held_at       TEXT NOT NULL, -- UTC
  share         TEXT NOT NULL CHECK (share NOT GLOB '*[^0-9.]*' AND share GLOB '[0-9]*' AND share GLOB '*[0-9]' AND share NOT GLOB '*.*.*'), -- how far it might have moved
  last_date     TEXT NOT NULL CHECK (date(last_date) IS last_date), -- which it was compared with
  last_value    TEXT NOT NULL CHECK (last_value NOT GLOB '*[^0-9.]*' AND last_value GLOB '[0-9]*' AND last_value GLOB '*[0-9]' AND last_value NOT GLOB '*.*.*'),
  last_per      TEXT NOT NULL CHECK (last_per NOT GLOB '*[^0-9.]*' AND last_per GLOB '[0-9]*' AND last_per GLOB '*[0-9]' AND last_per NOT GLOB '*.*.*'),
  decision      TEXT NOT NULL DEFAULT '' CHECK (decision IN ('', 'confirmed', 'followed', 'rejected', 'withdrawn')),
  decided_at    TEXT NOT NULL DEFAULT '', -- UTC
  decided_by    TEXT NOT NULL DEFAULT '', -- empty where the publisher sent another value
  reason        TEXT NOT NULL DEFAULT '',
  CHECK ((decision = '') = (decided_at = ''))
) STRICT;
CREATE INDEX held_rates_by_series ON held_rates (source, side, from_currency, to_currency, date);
CREATE INDEX held_rates_by_decision ON held_rates (decision, date);

-- Who entered a rate that no feed has, and why.
CREATE TABLE manual_rates (
  source        TEXT NOT NULL,
  side          TEXT NOT NULL,
  from_currency TEXT NOT NULL,
  to_currency   TEXT NOT NULL,
  date          TEXT NOT NULL, -- the first day that it holds
  version       INTEGER NOT NULL,
  until         TEXT CHECK (until IS NULL OR date(until) IS until), -- the last day; none: until there is another
  at            TEXT NOT NULL, -- UTC
  who           TEXT NOT NULL CHECK (who <> ''),
  reason        TEXT NOT NULL CHECK (reason <> ''),
  PRIMARY KEY (source, side, from_currency, to_currency, date, version),
  FOREIGN KEY (source, side, from_currency, to_currency, date, version)
    REFERENCES rates (source, side, from_currency, to_currency, date, version)
) STRICT;

INSERT INTO schema_steps (version) VALUES (12);
