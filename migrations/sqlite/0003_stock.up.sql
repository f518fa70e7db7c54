CREATE TABLE lots (
  number  TEXT NOT NULL PRIMARY KEY,
  product TEXT NOT NULL,
  package TEXT NOT NULL,
  bales   INTEGER NOT NULL CHECK (bales > 0),
  gross   TEXT NOT NULL CHECK (gross NOT GLOB '*[^0-9.]*' AND gross GLOB '[0-9]*' AND gross GLOB '*[0-9]' AND gross NOT GLOB '*.*.*'), -- kg
  tare    TEXT NOT NULL CHECK (tare NOT GLOB '*[^0-9.]*' AND tare GLOB '[0-9]*' AND tare GLOB '*[0-9]' AND tare NOT GLOB '*.*.*'),
  body    TEXT NOT NULL CHECK (json_valid(body)) -- the lot as an order file writes it
) STRICT;
CREATE TABLE bales (
  lot    TEXT NOT NULL REFERENCES lots (number),
  place  INTEGER NOT NULL, -- in the lot, from 1
  number TEXT NOT NULL,
  gross  TEXT NOT NULL CHECK (gross NOT GLOB '*[^0-9.]*' AND gross GLOB '[0-9]*' AND gross GLOB '*[0-9]' AND gross NOT GLOB '*.*.*'),
  tare   TEXT NOT NULL CHECK (tare NOT GLOB '*[^0-9.]*' AND tare GLOB '[0-9]*' AND tare GLOB '*[0-9]' AND tare NOT GLOB '*.*.*'),
  PRIMARY KEY (lot, place),
  UNIQUE (lot, number)
) STRICT;

INSERT INTO schema_steps (version) VALUES (3);
