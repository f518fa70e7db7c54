-- The row that a program changes to find out whether it can write. Nothing else uses the table.
CREATE TABLE readiness (
  one    INTEGER NOT NULL PRIMARY KEY CHECK (one IN (1, 2)), -- 1 stays; 2 is written and taken back
  writes INTEGER NOT NULL,
  room   TEXT NOT NULL -- fills a page of the database
) STRICT;
INSERT INTO readiness (one, writes, room) VALUES (1, 0, '');

INSERT INTO schema_steps (version) VALUES (27);
