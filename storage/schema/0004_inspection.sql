-- Inspection in full: plans, samples, notices, conclusions with their signatures.

-- The life of an inspection. -----------------------------------------------------------------------------------------

-- Made anew, since a CHECK cannot be changed; its rows come back from the journal, as those of all projected tables do
-- after a migration.
DROP TABLE inspection;
CREATE TABLE inspection (
  federation BIGINT NOT NULL,
  inspection BIGINT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  union_number BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('SCHEDULED', 'NOTIFIED', 'FIELDWORK', 'DRAFT_CONCLUSION', 'CONCLUDED',
    'CANCELLED', 'REPORTED')),
  scheduled_day BIGINT NOT NULL,
  concluded_day BIGINT NOT NULL,
  head BIGINT NOT NULL,
  -- Of a supervision: its report.
  conclusion TEXT NOT NULL,
  document_number TEXT NOT NULL,
  document_day BIGINT NOT NULL,
  document_issuer TEXT NOT NULL,
  decision_number TEXT NOT NULL,
  -- The plan's number; 0: none.
  plan BIGINT NOT NULL,
  unannounced BIGINT NOT NULL CHECK (unannounced IN (0, 1)),
  -- 0: the year of scheduled_day.
  period_begin_day BIGINT NOT NULL,
  period_end_day BIGINT NOT NULL,
  -- The notice, and the day on which it was given; '' and 0 where none was.
  notice_number TEXT NOT NULL,
  notice_document_day BIGINT NOT NULL,
  notice_issuer TEXT NOT NULL,
  notice_day BIGINT NOT NULL,
  -- Of the conclusion's draft; 0 while there is none.
  explain_by_day BIGINT NOT NULL,
  discipline_proposal TEXT NOT NULL,
  -- Its state when it was cancelled, why and by which decision; '' while it is not.
  cancelled_from TEXT NOT NULL CHECK (cancelled_from IN ('', 'SCHEDULED', 'NOTIFIED', 'FIELDWORK',
    'DRAFT_CONCLUSION')),
  cancel_reason TEXT NOT NULL,
  cancel_decision_number TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, inspection),
  UNIQUE (federation, id)
);
CREATE INDEX inspection_by_plan ON inspection (federation, plan, union_number);

-- Who signed the conclusion's draft as it is now.
CREATE TABLE inspection_signature (
  federation BIGINT NOT NULL,
  inspection BIGINT NOT NULL,
  account BIGINT NOT NULL,
  signed_at BIGINT NOT NULL,
  reservation TEXT NOT NULL,
  PRIMARY KEY (federation, inspection, account)
);

-- The unit's last explanation, by whom, and whose delegated position they exercised; 0: nobody's.
ALTER TABLE finding ADD COLUMN explanation TEXT NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN explained_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN explained_for BIGINT NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN drop_reason TEXT NOT NULL DEFAULT '';
-- Closed by a decision, without a remedy.
ALTER TABLE finding ADD COLUMN closed_without_remedy BIGINT NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN close_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN close_decision_number TEXT NOT NULL DEFAULT '';
CREATE INDEX finding_by_remedy_due ON finding (federation, remedy_due_day, inspection, finding);

-- Who did what about reports of a unit, on which day: what keeps people off the team that inspects it. Of somebody who
-- acts for another, both.
CREATE TABLE unit_dealing (
  federation BIGINT NOT NULL,
  account BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  deed TEXT NOT NULL CHECK (deed IN ('TOOK_REVIEW', 'ACCEPTED', 'RETURNED', 'WROTE_REPORT', 'ENTERED_PAPER')),
  day BIGINT NOT NULL,
  PRIMARY KEY (federation, account, union_number, deed, day)
);

INSERT INTO schema_table (name, kind, key) VALUES
  ('inspection_signature', 'projected', 'federation, inspection, account'),
  ('unit_dealing', 'projected', 'federation, account, union_number, deed, day');
