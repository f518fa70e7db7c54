-- Which version of the program's words a row is of: 0 is what programs of before write.
-- The program makes those again, also what a program of before writes while a newer one
-- runs beside it. kind has "name" since then too: parts of names of parties, with the name
-- for its ref; and "lot name": parts of lots' numbers.
ALTER TABLE words ADD COLUMN form SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX words_form ON words (kind, ref) WHERE form = 0;

INSERT INTO schema_steps (version) VALUES (24);
