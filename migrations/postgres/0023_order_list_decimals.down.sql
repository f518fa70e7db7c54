ALTER TABLE order_list DROP COLUMN mass_decimals;

DELETE FROM schema_steps WHERE version = 23;
