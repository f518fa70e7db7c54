-- A paper is checked by any of the hashes that its page shows.
CREATE INDEX issued_hash ON issued (hash);

INSERT INTO schema_steps (version) VALUES (19);
