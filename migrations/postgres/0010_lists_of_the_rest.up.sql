-- Who changed a party or a product last, and how often it was.
ALTER TABLE parties ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE parties ADD COLUMN changed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE parties ADD COLUMN changed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE products ADD COLUMN changed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN changed_by TEXT NOT NULL DEFAULT '';

-- What standards and customs say the regain of a product is. A row says what its
-- source says; verified is whether that source was read.
CREATE TABLE regains (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  product    TEXT COLLATE "C" NOT NULL,
  percent    NUMERIC NOT NULL CHECK (percent >= 0 AND percent < 'Infinity'),
  source     TEXT NOT NULL,
  date       TEXT COLLATE "C" NOT NULL CHECK (to_char(date::date, 'YYYY-MM-DD') = date), -- when that was looked up
  verified   BIGINT NOT NULL CHECK (verified IN (0, 1)),
  note       TEXT NOT NULL,
  version    BIGINT NOT NULL,
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL
);
CREATE INDEX regains_product ON regains (product, id);

INSERT INTO regains (id, product, percent, source, date, verified, note, version, changed_at, changed_by) VALUES
  ('gb-9994-1988-heterogeneous', 'scoured wool', '15.0', 'GB 9994-88', '2026-11-23', 1, 'Heterogeneous wool (异质毛). GB/T 9994-2018 is in force in its place; look the figure up there.', 1, '', ''),
  ('gb-9994-1988-homogeneous', 'scoured wool', '16.0', 'GB 9994-88', '2026-11-23', 1, 'Homogeneous wool (同质毛); HDB/FZ008-2001 says the same. GB/T 9994-2018 is in force in its place; look the figure up there.', 1, '', ''),
  ('gb-9994-1988-dry-combed', 'wool tops', '18.25', 'GB 9994-88', '2026-11-23', 1, 'Dry-combed tops (干毛条); HDB/FZ008-2001 says the same. GB/T 9994-2018 is in force in its place; look the figure up there.', 1, '', ''),
  ('gb-9994-1988-oil-combed', 'wool tops', '19.0', 'GB 9994-88', '2026-11-23', 1, 'Oil-combed tops (油毛条). GB/T 9994-2018 is in force in its place; look the figure up there.', 1, '', ''),
  ('customary-dehaired-cashmere', 'dehaired cashmere', '17', 'customary in the trade', '2026-11-23', 0, 'No standard was read that says so; agree on it in the contract.', 1, '', '');

-- Bales are found by their numbers, folded as words are; empty: not done yet.
ALTER TABLE bales ADD COLUMN word TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX bales_word ON bales (word, lot);
CREATE INDEX lots_product ON lots (product, number);

-- What the list of issued documents shows of their content, as it was printed,
-- and what they are found by. Made from issued, by the program.
CREATE TABLE issued_about (
  number       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  date         TEXT COLLATE "C" NOT NULL,
  order_number TEXT COLLATE "C" NOT NULL,
  buyer        TEXT COLLATE "C" NOT NULL,
  country      TEXT NOT NULL, -- the buyer's, by name
  seal         TEXT COLLATE "C" NOT NULL -- SHA-256 of the content, which the QR code carries
);
CREATE INDEX issued_about_buyer_date ON issued_about (buyer, date, number);
CREATE INDEX issued_about_buyer ON issued_about (buyer, number);
CREATE INDEX issued_about_seal ON issued_about (seal);
CREATE INDEX issued_date ON issued (date, number);
CREATE INDEX issued_kind_date ON issued (kind, date, number);
CREATE INDEX issued_kind ON issued (kind, number);
CREATE INDEX issued_currency_date ON issued (currency, date, number);
CREATE INDEX issued_file ON issued (pdf_sha256);

INSERT INTO schema_steps (version) VALUES (10);
