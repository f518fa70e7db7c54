CREATE TABLE orders (
  id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  number      TEXT COLLATE "C" NOT NULL UNIQUE,
  date        TEXT COLLATE "C" NOT NULL CHECK (to_char(date::date, 'YYYY-MM-DD') = date),
  buyer       TEXT COLLATE "C" NOT NULL,
  currency    TEXT COLLATE "C" NOT NULL,
  total_minor BIGINT NOT NULL, -- in the currency's smallest coin
  incoterm    TEXT COLLATE "C" NOT NULL,
  status      TEXT COLLATE "C" NOT NULL CHECK (status IN ('open', 'issued')),
  body        TEXT NOT NULL CHECK (body::json IS NOT NULL) -- the order as an order file
);
CREATE INDEX orders_by_date ON orders (date, number);

INSERT INTO schema_steps (version) VALUES (2);
