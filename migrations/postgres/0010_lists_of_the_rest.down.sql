DROP INDEX issued_file;
DROP INDEX issued_currency_date;
DROP INDEX issued_kind;
DROP INDEX issued_kind_date;
DROP INDEX issued_date;
DROP TABLE issued_about;
DROP INDEX lots_product;
DROP INDEX bales_word;
ALTER TABLE bales DROP COLUMN word;
DROP TABLE regains;
ALTER TABLE products DROP COLUMN changed_by;
ALTER TABLE products DROP COLUMN changed_at;
ALTER TABLE products DROP COLUMN version;
ALTER TABLE parties DROP COLUMN changed_by;
ALTER TABLE parties DROP COLUMN changed_at;
ALTER TABLE parties DROP COLUMN version;
-- What was made for lists has to be made again from here on.
DELETE FROM listed;

DELETE FROM schema_steps WHERE version = 10;
