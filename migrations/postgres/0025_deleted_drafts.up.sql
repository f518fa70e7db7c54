-- Drafts that were deleted, so that it can be undone. Each deletion removes those that were
-- deleted a week before it.
CREATE TABLE deleted_drafts (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version    BIGINT NOT NULL,
  number     TEXT COLLATE "C" NOT NULL,
  buyer      TEXT COLLATE "C" NOT NULL,
  changed_at TEXT COLLATE "C" NOT NULL,
  changed_by TEXT NOT NULL,
  body       TEXT NOT NULL CHECK (body::json IS NOT NULL), -- the form
  deleted_at TEXT COLLATE "C" NOT NULL,
  deleted_by TEXT NOT NULL
);
CREATE INDEX deleted_drafts_at ON deleted_drafts (deleted_at, id);

INSERT INTO schema_steps (version) VALUES (25);
