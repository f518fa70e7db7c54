DROP TABLE listed;
DROP TABLE words;
DROP TABLE order_parties;
DROP TABLE order_lots;
DROP TABLE order_products;
DROP TRIGGER order_list_status ON orders;
DROP FUNCTION order_list_status();
DROP TABLE order_list;
ALTER TABLE orders DROP COLUMN changed_by;
ALTER TABLE orders DROP COLUMN changed_at;
ALTER TABLE orders DROP COLUMN version;

DELETE FROM schema_steps WHERE version = 8;
