CREATE TABLE exporter_old (
  one      INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  seller   TEXT CHECK (json_valid(seller)), -- the party as an order file writes it
  calendar TEXT NOT NULL CHECK (calendar IN ('JAN', 'APR', 'SHRAWAN')),
  zone     TEXT NOT NULL, -- IANA: "Asia/Shanghai"
  labels   TEXT NOT NULL,
  address  TEXT NOT NULL, -- of the page where papers are checked; empty where there is none
  version  INTEGER NOT NULL CHECK (version > 0)
) STRICT;
INSERT INTO exporter_old (one, seller, calendar, zone, labels, address, version)
SELECT one, seller, calendar, zone, labels, address, version FROM exporter;
DROP TABLE exporter;
ALTER TABLE exporter_old RENAME TO exporter;

DELETE FROM schema_steps WHERE version = 17;
