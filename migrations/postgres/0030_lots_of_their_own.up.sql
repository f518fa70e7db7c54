-- Lots that people enter in stock, before an order has them. Version 0: an order brought the lot.
ALTER TABLE lots ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE lots ADD COLUMN changed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE lots ADD COLUMN changed_by TEXT NOT NULL DEFAULT '';

INSERT INTO schema_steps (version) VALUES (30);
