-- Reports that went up, and federations below others.

-- Each as it was sent: the figures are a PeriodFigures of the contract.
CREATE TABLE period_report (
  federation BIGINT NOT NULL,
  report BIGINT NOT NULL,
  round BIGINT NOT NULL,
  document_number TEXT NOT NULL,
  document_day BIGINT NOT NULL,
  document_issuer TEXT NOT NULL,
  title TEXT NOT NULL,
  remarks TEXT NOT NULL,
  as_of_day BIGINT NOT NULL,
  figures BLOB NOT NULL,
  account BIGINT NOT NULL,
  issued_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, report),
  UNIQUE (federation, document_number)
);

CREATE TABLE period_report_recipient (
  federation BIGINT NOT NULL,
  report BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  recipient TEXT NOT NULL,
  PRIMARY KEY (federation, report, ordinal)
);

-- To which federation one belongs, each from the day of its decision; the latest not after a day holds on that day.
-- '': none. A later decision of the same day replaces the row.
CREATE TABLE superior (
  federation BIGINT NOT NULL,
  day BIGINT NOT NULL,
  superior TEXT NOT NULL,
  decision_number TEXT NOT NULL,
  PRIMARY KEY (federation, day)
);

INSERT INTO schema_table (name, kind, key) VALUES
  ('period_report', 'projected', 'federation, report'),
  ('period_report_recipient', 'projected', 'federation, report, ordinal'),
  ('superior', 'projected', 'federation, day');
