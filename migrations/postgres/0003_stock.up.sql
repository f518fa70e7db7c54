CREATE TABLE lots (
  number  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  product TEXT COLLATE "C" NOT NULL,
  package TEXT COLLATE "C" NOT NULL,
  bales   BIGINT NOT NULL CHECK (bales > 0),
  gross   NUMERIC NOT NULL CHECK (gross >= 0 AND gross < 'Infinity'), -- kg
  tare    NUMERIC NOT NULL CHECK (tare >= 0 AND tare < 'Infinity'),
  body    TEXT NOT NULL CHECK (body::json IS NOT NULL) -- the lot as an order file writes it
);
CREATE TABLE bales (
  lot    TEXT COLLATE "C" NOT NULL REFERENCES lots (number),
  place  BIGINT NOT NULL, -- in the lot, from 1
  number TEXT COLLATE "C" NOT NULL,
  gross  NUMERIC NOT NULL CHECK (gross >= 0 AND gross < 'Infinity'),
  tare   NUMERIC NOT NULL CHECK (tare >= 0 AND tare < 'Infinity'),
  PRIMARY KEY (lot, place),
  UNIQUE (lot, number)
);

INSERT INTO schema_steps (version) VALUES (3);
