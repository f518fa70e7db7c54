DROP TABLE products;
DROP TABLE parties;
DROP TABLE schema_steps;
