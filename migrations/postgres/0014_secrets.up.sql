-- What the program signs with, so that all instances take what one has signed.
CREATE TABLE secrets (
  name  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  value BYTEA NOT NULL CHECK (length(value) = 32)
);

INSERT INTO schema_steps (version) VALUES (14);
