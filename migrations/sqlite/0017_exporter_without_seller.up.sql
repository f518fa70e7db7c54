-- An exporter may be kept without a seller, and SQLite before 3.45 has a check
-- json_valid(NULL) fail when it looks over the whole database.
CREATE TABLE exporter_new (
  one      INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  seller   TEXT CHECK (seller IS NULL OR json_valid(seller)), -- the party as an order file writes it
  calendar TEXT NOT NULL CHECK (calendar IN ('JAN', 'APR', 'SHRAWAN')),
  zone     TEXT NOT NULL, -- IANA: "Asia/Shanghai"
  labels   TEXT NOT NULL,
  address  TEXT NOT NULL, -- of the page where papers are checked; empty where there is none
  version  INTEGER NOT NULL CHECK (version > 0)
) STRICT;
INSERT INTO exporter_new (one, seller, calendar, zone, labels, address, version)
SELECT one, seller, calendar, zone, labels, address, version FROM exporter;
DROP TABLE exporter;
ALTER TABLE exporter_new RENAME TO exporter;

INSERT INTO schema_steps (version) VALUES (17);
