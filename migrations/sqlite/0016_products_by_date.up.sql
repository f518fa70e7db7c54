-- The orders of a product are listed by date along an index.
ALTER TABLE order_products ADD COLUMN date TEXT NOT NULL DEFAULT ''; -- the order's, and its number
ALTER TABLE order_products ADD COLUMN number TEXT NOT NULL DEFAULT '';
UPDATE order_products SET
  date = (SELECT o.date FROM orders o WHERE o.id = order_id),
  number = (SELECT o.number FROM orders o WHERE o.id = order_id);
CREATE INDEX order_products_date ON order_products (product, date, number);

-- Sums per currency are read from the index alone.
DROP INDEX order_list_total;
CREATE INDEX order_list_total ON order_list (currency, total_minor, number, grams);

INSERT INTO schema_steps (version) VALUES (16);
