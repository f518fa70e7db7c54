-- A form or a command that is sent twice gives the answer of the first time.
CREATE TABLE requests (
  key       TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the request's own key, the operation and what it was asked for
  operation TEXT NOT NULL CHECK (operation <> ''),
  result    TEXT NOT NULL, -- JSON
  at        TEXT NOT NULL,
  who       TEXT NOT NULL
);

INSERT INTO schema_steps (version) VALUES (21);
