-- Published rates: per units of from_currency are value units of to_currency.
-- A figure that its publisher corrects gets a further version.
CREATE TABLE rates (
  source        TEXT COLLATE "C" NOT NULL,
  side          TEXT COLLATE "C" NOT NULL,
  from_currency TEXT COLLATE "C" NOT NULL,
  to_currency   TEXT COLLATE "C" NOT NULL,
  date          TEXT COLLATE "C" NOT NULL CHECK (to_char(date::date, 'YYYY-MM-DD') = date),
  version       BIGINT NOT NULL CHECK (version > 0),
  value         NUMERIC NOT NULL CHECK (value >= 0 AND value < 'Infinity'),
  per           NUMERIC NOT NULL CHECK (per >= 0 AND per < 'Infinity'),
  feed          TEXT NOT NULL, -- where it was read
  PRIMARY KEY (source, side, from_currency, to_currency, date, version)
);

INSERT INTO schema_steps (version) VALUES (4);
