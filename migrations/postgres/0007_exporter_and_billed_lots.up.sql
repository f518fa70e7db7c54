-- Whose installation this is: one row, or none before anybody has said so.
CREATE TABLE exporter (
  one      BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  seller   TEXT CHECK (seller IS NULL OR seller::json IS NOT NULL), -- the party as an order file writes it
  calendar TEXT COLLATE "C" NOT NULL CHECK (calendar IN ('JAN', 'APR', 'SHRAWAN')),
  zone     TEXT COLLATE "C" NOT NULL, -- IANA: "Asia/Shanghai"
  labels   TEXT COLLATE "C" NOT NULL,
  address  TEXT COLLATE "C" NOT NULL, -- of the page where papers are checked; empty where there is none
  version  BIGINT NOT NULL CHECK (version > 0)
);

-- Which order's standing invoice bills a lot. It says nothing that issued does
-- not, and is filled from there.
CREATE TABLE billed (
  lot      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  order_id TEXT COLLATE "C" NOT NULL REFERENCES orders (id)
);
CREATE INDEX billed_by_order ON billed (order_id);

-- Where two orders bill a lot already, the first of them has it.
INSERT INTO billed (lot, order_id)
SELECT lot, i.order_id
FROM issued i, json_array_elements(i.payload::json -> 'lines') line, json_array_elements_text(line -> 'lots') lot
WHERE i.kind IN ('commercial-invoice', 'commercial-invoice-cum-packing-list')
  AND NOT EXISTS (SELECT 1 FROM issued s WHERE s.supersedes = i.number)
ORDER BY i.issued_at, i.number
ON CONFLICT (lot) DO NOTHING;

INSERT INTO schema_steps (version) VALUES (7);
