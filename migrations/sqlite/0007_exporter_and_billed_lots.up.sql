-- Whose installation this is: one row, or none before anybody has said so.
CREATE TABLE exporter (
  one      INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  seller   TEXT CHECK (json_valid(seller)), -- the party as an order file writes it
  calendar TEXT NOT NULL CHECK (calendar IN ('JAN', 'APR', 'SHRAWAN')),
  zone     TEXT NOT NULL, -- IANA: "Asia/Shanghai"
  labels   TEXT NOT NULL,
  address  TEXT NOT NULL, -- of the page where papers are checked; empty where there is none
  version  INTEGER NOT NULL CHECK (version > 0)
) STRICT;

-- Which order's standing invoice bills a lot. It says nothing that issued does
-- not, and is filled from there.
CREATE TABLE billed (
  lot      TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id)
) STRICT;
CREATE INDEX billed_by_order ON billed (order_id);

-- Where two orders bill a lot already, the first of them has it.
INSERT INTO billed (lot, order_id)
SELECT lot.value, i.order_id
FROM issued i, json_each(i.payload, '$.lines') line, json_each(line.value, '$.lots') lot
WHERE i.kind IN ('commercial-invoice', 'commercial-invoice-cum-packing-list')
  AND NOT EXISTS (SELECT 1 FROM issued s WHERE s.supersedes = i.number)
ORDER BY i.issued_at, i.number
ON CONFLICT (lot) DO NOTHING;

INSERT INTO schema_steps (version) VALUES (7);
