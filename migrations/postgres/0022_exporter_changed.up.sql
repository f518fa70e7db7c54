-- Who has stored the exporter's data, and when; both are empty where that is not known.
ALTER TABLE exporter ADD COLUMN changed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE exporter ADD COLUMN changed_by TEXT NOT NULL DEFAULT '';

INSERT INTO schema_steps (version) VALUES (22);
