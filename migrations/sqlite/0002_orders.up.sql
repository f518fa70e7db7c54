CREATE TABLE orders (
  id          TEXT NOT NULL PRIMARY KEY,
  number      TEXT NOT NULL UNIQUE,
  date        TEXT NOT NULL CHECK (date(date) IS date),
  buyer       TEXT NOT NULL,
  currency    TEXT NOT NULL,
  total_minor INTEGER NOT NULL, -- in the currency's smallest coin
  incoterm    TEXT NOT NULL,
  status      TEXT NOT NULL CHECK (status IN ('open', 'issued')),
  body        TEXT NOT NULL CHECK (json_valid(body)) -- the order as an order file
) STRICT;
CREATE INDEX orders_by_date ON orders (date, number);

INSERT INTO schema_steps (version) VALUES (2);
