-- The steps that this database has, each noted in its own transaction.
CREATE TABLE schema_steps (
  version BIGINT PRIMARY KEY
);

-- Companies by the name and country that papers give.
CREATE TABLE parties (
  id      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name    TEXT COLLATE "C" NOT NULL,
  country TEXT COLLATE "C" NOT NULL,
  body    TEXT NOT NULL CHECK (body::json IS NOT NULL), -- the party as an order file writes it
  UNIQUE (name, country)
);

-- The agreed regain is what a standard or a contract says: data, with who says
-- it and when that was looked up.
CREATE TABLE products (
  name          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name_zh       TEXT NOT NULL,
  hs6           TEXT NOT NULL,
  regain        NUMERIC CHECK (regain >= 0 AND regain < 'Infinity'),
  regain_source TEXT,
  regain_date   TEXT CHECK (to_char(regain_date::date, 'YYYY-MM-DD') = regain_date),
  CHECK ((regain IS NULL) = (regain_source IS NULL) AND (regain IS NULL) = (regain_date IS NULL))
);

INSERT INTO schema_steps (version) VALUES (1);
