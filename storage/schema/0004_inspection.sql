-- Inspection in full: plans, samples, notices, conclusions with their signatures.

-- Plans and samples. -----------------------------------------------------------------------------------------------

-- A plan of a year, or the programme of the term, as it was drafted last, and what became of it.
CREATE TABLE inspection_plan (
  federation BIGINT NOT NULL,
  plan BIGINT NOT NULL,
  id TEXT NOT NULL,
  of_term BIGINT NOT NULL CHECK (of_term IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('DRAFT', 'APPROVED', 'DRAWN', 'CLOSED')),
  content TEXT NOT NULL,
  document_number TEXT NOT NULL,
  document_day BIGINT NOT NULL,
  document_issuer TEXT NOT NULL,
  -- 0: of the term.
  population_day BIGINT NOT NULL,
  programme_version BIGINT NOT NULL,
  -- Who drafted it, and whose delegated position they exercised; 0: nobody's. The same of the draw, 0 before it.
  drafted_by BIGINT NOT NULL,
  drafted_for BIGINT NOT NULL,
  drawn_by BIGINT NOT NULL,
  drawn_for BIGINT NOT NULL,
  decision_number TEXT NOT NULL,
  approved_at BIGINT NOT NULL,
  population_digest BLOB NOT NULL,
  seed_commitment BLOB NOT NULL,
  -- Empty until it is drawn: until then the seed is in draw_seed alone.
  seed BLOB NOT NULL,
  drawn_at BIGINT NOT NULL,
  shortfall_reason TEXT NOT NULL,
  shortfall_decision_number TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, plan),
  UNIQUE (federation, id)
);

-- Unions that the plan names: picked for their risk, or left out of the draw.
CREATE TABLE inspection_plan_named (
  federation BIGINT NOT NULL,
  plan BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  risk BIGINT NOT NULL CHECK (risk IN (0, 1)),
  reason TEXT NOT NULL,
  PRIMARY KEY (federation, plan, union_number)
);

-- The population as it was frozen with the approval; ordinals count from 1 in the programme's order of strata, and in a
-- stratum in the order of the unions' ids.
CREATE TABLE inspection_plan_stratum (
  federation BIGINT NOT NULL,
  plan BIGINT NOT NULL,
  stratum TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  percent BIGINT NOT NULL,
  quota BIGINT NOT NULL,
  PRIMARY KEY (federation, plan, stratum)
);

CREATE TABLE inspection_plan_unit (
  federation BIGINT NOT NULL,
  plan BIGINT NOT NULL,
  stratum TEXT NOT NULL,
  union_number BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  -- 0: none.
  last_year BIGINT NOT NULL,
  risk BIGINT NOT NULL CHECK (risk IN (0, 1)),
  left_out BIGINT NOT NULL CHECK (left_out IN (0, 1)),
  PRIMARY KEY (federation, plan, stratum, union_number)
);

-- Everybody who was ever in the sample, in the order in which they were taken.
CREATE TABLE inspection_plan_sample (
  federation BIGINT NOT NULL,
  plan BIGINT NOT NULL,
  stratum TEXT NOT NULL,
  union_number BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  basis TEXT NOT NULL CHECK (basis IN ('RISK', 'DRAWN', 'REPLACEMENT')),
  -- Of a replacement: why, by which decision, and whom it replaced (0: nobody).
  reason TEXT NOT NULL,
  decision_number TEXT NOT NULL,
  replaces BIGINT NOT NULL,
  taken_day BIGINT NOT NULL,
  -- By whom it was replaced, and on which day; 0 while it is in the sample.
  replaced_by BIGINT NOT NULL,
  replaced_day BIGINT NOT NULL,
  PRIMARY KEY (federation, plan, stratum, union_number)
);

-- Seeds that are committed to, and not shown yet: in no event, no log and no answer. Retention: until the sample is
-- drawn, or the plan is drafted anew.
CREATE TABLE draw_seed (
  federation BIGINT NOT NULL,
  plan BIGINT NOT NULL,
  seed BLOB NOT NULL,
  PRIMARY KEY (federation, plan)
);

INSERT INTO schema_table (name, kind, key) VALUES
  ('inspection_plan', 'projected', 'federation, plan'),
  ('inspection_plan_named', 'projected', 'federation, plan, union_number'),
  ('inspection_plan_stratum', 'projected', 'federation, plan, stratum'),
  ('inspection_plan_unit', 'projected', 'federation, plan, stratum, union_number'),
  ('inspection_plan_sample', 'projected', 'federation, plan, stratum, union_number'),
  ('draw_seed', 'operational', 'federation, plan');

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
  -- When the fieldwork began, and when it was concluded, reported or cancelled; 0 while it was not.
  started_day BIGINT NOT NULL DEFAULT 0,
  ended_day BIGINT NOT NULL DEFAULT 0,
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
