-- Published rates: per units of from_currency are value units of to_currency.
-- A figure that its publisher corrects gets a further version.
CREATE TABLE rates (
  source        TEXT NOT NULL,
  side          TEXT NOT NULL,
  from_currency TEXT NOT NULL,
  to_currency   TEXT NOT NULL,
  date          TEXT NOT NULL CHECK (date(date) IS date),
  version       INTEGER NOT NULL CHECK (version > 0),
  value         TEXT NOT NULL CHECK (value NOT GLOB '*[^0-9.]*' AND value GLOB '[0-9]*' AND value GLOB '*[0-9]' AND value NOT GLOB '*.*.*'),
  per           TEXT NOT NULL CHECK (per NOT GLOB '*[^0-9.]*' AND per GLOB '[0-9]*' AND per GLOB '*[0-9]' AND per NOT GLOB '*.*.*'),
  feed          TEXT NOT NULL, -- where it was read
  PRIMARY KEY (source, side, from_currency, to_currency, date, version)
) STRICT;

INSERT INTO schema_steps (version) VALUES (4);
