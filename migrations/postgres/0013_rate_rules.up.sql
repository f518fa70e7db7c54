-- Rules say which published rate holds. Papers print their names.
CREATE TABLE rate_rules (
  id      TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- as order files name it
  name    TEXT NOT NULL CHECK (name <> ''),
  name_zh TEXT NOT NULL CHECK (name_zh <> ''),
  source  TEXT NOT NULL CHECK (source <> ''), -- "nrb"
  side    TEXT NOT NULL CHECK (side IN ('mid', 'buy', 'sell', 'stated')),
  day     TEXT NOT NULL CHECK (day IN ('day', 'month-first')), -- which counts: the one asked for, or the first of its month
  via     TEXT NOT NULL, -- currency that others are crossed through; empty for none
  max_age BIGINT NOT NULL CHECK (max_age >= 0), -- in days; 0 for any
  version BIGINT NOT NULL CHECK (version > 0)
);

-- Which rule is taken where none is named.
CREATE TABLE rate_choices (
  buyer    TEXT COLLATE "C" NOT NULL, -- a party's id; empty for every buyer
  currency TEXT COLLATE "C" NOT NULL, -- into which; empty for every one
  purpose  TEXT COLLATE "C" NOT NULL CHECK (purpose IN ('document', 'books', 'customs')),
  rule     TEXT COLLATE "C" NOT NULL REFERENCES rate_rules (id),
  version  BIGINT NOT NULL CHECK (version > 0),
  PRIMARY KEY (buyer, currency, purpose)
);

INSERT INTO rate_rules (id, name, name_zh, source, side, day, via, max_age, version) VALUES
  ('nrb-sell', 'NRB selling rate, the last published on or before the day', '尼泊尔国家银行卖出价，当日或此前最近一次公布',
    'nrb', 'sell', 'day', '', 10, 1),
  ('nrb-buy', 'NRB buying rate, the last published on or before the day', '尼泊尔国家银行买入价，当日或此前最近一次公布',
    'nrb', 'buy', 'day', '', 10, 1),
  ('cfets', 'CFETS central parity, the last published on or before the day', '人民币汇率中间价，当日或此前最近一次公布',
    'cfets', 'mid', 'day', '', 10, 1),
  ('cfets-month-first', 'CFETS central parity of the month''s first day, or the last published before it', '当月一日的人民币汇率中间价，未公布则取此前最近一次',
    'cfets', 'mid', 'month-first', '', 10, 1),
  ('fbil', 'FBIL reference rate, the last published on or before the day', '印度金融基准公司参考汇率，当日或此前最近一次公布',
    'fbil', 'mid', 'day', '', 10, 1),
  ('ecb', 'ECB reference rate, crossed through EUR, the last published on or before the day', '欧洲中央银行参考汇率，经欧元套算，当日或此前最近一次公布',
    'ecb', 'mid', 'day', 'EUR', 10, 1),
  ('contract', 'Contract rate of the exporter''s bank, the last on or before the day', '出口商银行的合同汇率，当日或此前最近一次',
    'contract', 'stated', 'day', '', 10, 1),
  ('cbic', 'CBIC customs rate in force on the day', '当日有效的印度海关汇率',
    'cbic', 'mid', 'day', '', 21, 1),
  ('gacc', 'China Customs rate in force on the day', '当日适用的中国海关计征汇率',
    'gacc', 'mid', 'day', '', 35, 1),
  ('cfets-ref', 'CFETS monthly reference rate, the last published on or before the day', '中国外汇交易中心月度参考汇率，当日或此前最近一次公布',
    'cfets-ref', 'mid', 'day', '', 35, 1),
  ('peg', 'Peg of the Nepalese to the Indian rupee', '尼泊尔卢比对印度卢比的固定汇率',
    'peg', 'mid', 'day', '', 0, 1);

INSERT INTO rate_choices (buyer, currency, purpose, rule, version) VALUES
  ('', 'NPR', 'document', 'nrb-sell', 1),
  ('', 'CNY', 'document', 'cfets', 1),
  ('', 'INR', 'document', 'fbil', 1),
  ('', '', 'document', 'ecb', 1),
  ('', 'CNY', 'books', 'cfets-month-first', 1),
  ('', 'CNY', 'customs', 'gacc', 1),
  ('', 'INR', 'customs', 'cbic', 1);

INSERT INTO schema_steps (version) VALUES (13);
