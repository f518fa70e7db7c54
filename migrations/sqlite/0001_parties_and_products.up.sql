-- The steps that this database has, each noted in its own transaction.
CREATE TABLE schema_steps (
  version INTEGER PRIMARY KEY
) STRICT;

-- Companies by the name and country that papers give.
CREATE TABLE parties (
  id      TEXT NOT NULL PRIMARY KEY,
  name    TEXT NOT NULL,
  country TEXT NOT NULL,
  body    TEXT NOT NULL CHECK (json_valid(body)), -- the party as an order file writes it
  UNIQUE (name, country)
) STRICT;

-- The agreed regain is what a standard or a contract says: data, with who says
-- it and when that was looked up.
CREATE TABLE products (
  name          TEXT NOT NULL PRIMARY KEY,
  name_zh       TEXT NOT NULL,
  hs6           TEXT NOT NULL,
  regain        TEXT CHECK (regain NOT GLOB '*[^0-9.]*' AND regain GLOB '[0-9]*' AND regain GLOB '*[0-9]' AND regain NOT GLOB '*.*.*'),
  regain_source TEXT,
  regain_date   TEXT CHECK (date(regain_date) IS regain_date),
  CHECK ((regain IS NULL) = (regain_source IS NULL) AND (regain IS NULL) = (regain_date IS NULL))
) STRICT;

INSERT INTO schema_steps (version) VALUES (1);
