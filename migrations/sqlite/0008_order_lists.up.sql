-- Who changed an order last, and how often it was: a page that was opened before
-- is told so.
ALTER TABLE orders ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE orders ADD COLUMN changed_at TEXT NOT NULL DEFAULT ''; -- UTC; empty: not known
ALTER TABLE orders ADD COLUMN changed_by TEXT NOT NULL DEFAULT '';

-- What lists show and sort by, beside the orders whose bodies are large. All of
-- it is made from them by the program, also for orders from before.
CREATE TABLE order_list (
  id          TEXT NOT NULL PRIMARY KEY REFERENCES orders (id) ON DELETE CASCADE,
  number      TEXT NOT NULL UNIQUE,
  date        TEXT NOT NULL,
  buyer       TEXT NOT NULL,
  country     TEXT NOT NULL, -- the buyer's
  currency    TEXT NOT NULL,
  total_minor INTEGER NOT NULL,
  grams       INTEGER NOT NULL, -- invoice mass
  incoterm    TEXT NOT NULL,
  place       TEXT NOT NULL, -- that the term names
  status      TEXT NOT NULL,
  products    TEXT NOT NULL, -- "scoured wool, cashmere"
  changed_at  TEXT NOT NULL,
  changed_by  TEXT NOT NULL,
  version     INTEGER NOT NULL
) STRICT;
CREATE INDEX order_list_date ON order_list (date, number);
CREATE INDEX order_list_buyer ON order_list (buyer, number);
CREATE INDEX order_list_total ON order_list (currency, total_minor, number);
CREATE INDEX order_list_mass ON order_list (grams, number);
CREATE INDEX order_list_status_date ON order_list (status, date, number);
CREATE INDEX order_list_buyer_date ON order_list (buyer, date, number);
CREATE INDEX order_list_currency_date ON order_list (currency, date, number);
CREATE INDEX order_list_incoterm_date ON order_list (incoterm, date, number);

CREATE TRIGGER order_list_status AFTER UPDATE OF status ON orders WHEN NEW.status <> OLD.status BEGIN
  UPDATE order_list SET status = NEW.status WHERE id = NEW.id;
END;

CREATE TABLE order_products (
  product  TEXT NOT NULL,
  order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  PRIMARY KEY (product, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_products_order ON order_products (order_id);

CREATE TABLE order_lots (
  lot      TEXT NOT NULL REFERENCES lots (number),
  order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  PRIMARY KEY (lot, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_lots_order ON order_lots (order_id);

CREATE TABLE order_parties (
  party    TEXT NOT NULL REFERENCES parties (id),
  role     TEXT NOT NULL CHECK (role IN ('seller', 'buyer', 'consignee', 'notify')),
  order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  date     TEXT NOT NULL, -- the order's
  PRIMARY KEY (party, role, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_parties_order ON order_parties (order_id);

-- The words that something is found by, folded so that case and width do not
-- matter. A word is found by its beginning.
CREATE TABLE words (
  kind TEXT NOT NULL, -- order, party, lot, document
  word TEXT NOT NULL,
  ref  TEXT NOT NULL, -- an id; a lot's or document's number
  PRIMARY KEY (kind, word, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX words_ref ON words (kind, ref, word);

-- Which version of the program's listing all of this was made by; none: some of
-- it is still to be made.
CREATE TABLE listed (
  version INTEGER NOT NULL PRIMARY KEY
) STRICT;

INSERT INTO schema_steps (version) VALUES (8);
