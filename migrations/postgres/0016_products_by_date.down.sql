DROP INDEX order_list_total;
CREATE INDEX order_list_total ON order_list (currency, total_minor, number);
DROP INDEX order_products_date;
ALTER TABLE order_products DROP COLUMN number;
ALTER TABLE order_products DROP COLUMN date;

DELETE FROM schema_steps WHERE version = 16;
