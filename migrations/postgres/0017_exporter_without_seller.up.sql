-- PostgreSQL's check lets an exporter be without a seller from the beginning;
-- the step is SQLite's.
INSERT INTO schema_steps (version) VALUES (17);
