-- Drafts that were deleted, so that it can be undone. Each deletion removes those that were
-- deleted a week before it.
CREATE TABLE deleted_drafts (
  id         TEXT NOT NULL PRIMARY KEY,
  version    INTEGER NOT NULL,
  number     TEXT NOT NULL,
  buyer      TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  body       TEXT NOT NULL CHECK (json_valid(body)), -- the form
  deleted_at TEXT NOT NULL,
  deleted_by TEXT NOT NULL
) STRICT;
CREATE INDEX deleted_drafts_at ON deleted_drafts (deleted_at, id);

INSERT INTO schema_steps (version) VALUES (25);
