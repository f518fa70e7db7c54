-- How many decimals of a kilogram an order's invoice mass has, so that lists print it as
-- documents do. Lists that are there are made again by the program.
ALTER TABLE order_list ADD COLUMN mass_decimals SMALLINT NOT NULL DEFAULT 3 CHECK (mass_decimals BETWEEN 0 AND 3);

INSERT INTO schema_steps (version) VALUES (23);
