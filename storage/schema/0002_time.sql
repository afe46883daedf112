-- Deadlines over time, evidence files, delegation, unions over time, rounds in earnest.
--
-- What these tables hold is what the journal says already: after this migration the projected tables are filled anew
-- from it (storage/schema.h), so that older entries have their rows here too, and no data are invented.

-- Every date that a task ever had: `ordinal` counts from 1, the greatest is in force.
CREATE TABLE due_change (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_day BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('ISSUED', 'EXTENSION', 'DECISION', 'SUSPENSION', 'REWORK', 'REOPENED',
    'CALENDAR')),
  -- The extension's number; 0 where it is none.
  extension BIGINT NOT NULL,
  reason TEXT NOT NULL,
  decision_number TEXT NOT NULL,
  account BIGINT NOT NULL,
  working_days BIGINT NOT NULL,
  calendar_version BIGINT NOT NULL,
  PRIMARY KEY (federation, task, ordinal)
);

CREATE TABLE extension (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  extension BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('REQUESTED', 'APPROVED', 'REFUSED', 'CANCELLED')),
  due_day_then BIGINT NOT NULL,
  requested_due_day BIGINT NOT NULL,
  reason TEXT NOT NULL,
  requested_by BIGINT NOT NULL,
  -- Whose delegated position they exercised; 0: nobody's.
  requested_for BIGINT NOT NULL,
  requested_at BIGINT NOT NULL,
  -- 0 and '' while it is undecided.
  granted_due_day BIGINT NOT NULL,
  decided_by BIGINT NOT NULL,
  decided_at BIGINT NOT NULL,
  decision_reason TEXT NOT NULL,
  decision_number TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, task, extension)
);

-- The day on which it was suspended; 0 while it is not.
ALTER TABLE task ADD COLUMN suspended_day BIGINT NOT NULL DEFAULT 0;
-- The day on which it was closed as not met, kept while a late submission of it is looked at; else 0.
ALTER TABLE task ADD COLUMN not_met_day BIGINT NOT NULL DEFAULT 0;
-- The day that the claim's figures are of; 0 where the item is not the term's.
ALTER TABLE task ADD COLUMN as_of_day BIGINT NOT NULL DEFAULT 0;

-- Required evidence that a cycle may be submitted without.
CREATE TABLE evidence_waiver (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  kind TEXT NOT NULL,
  account BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (federation, task, cycle, kind)
);

-- Corrections of sealed results, in the open round in which they stand.
CREATE TABLE restatement (
  federation BIGINT NOT NULL,
  restatement BIGINT NOT NULL,
  round BIGINT NOT NULL,
  task BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  reason TEXT NOT NULL,
  decision_number TEXT NOT NULL,
  account BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  inspection BIGINT NOT NULL,
  finding BIGINT NOT NULL,
  PRIMARY KEY (federation, restatement)
);
CREATE INDEX restatement_by_round ON restatement (federation, round, restatement);
CREATE INDEX restatement_by_task ON restatement (federation, task, restatement);

-- `version`: 'before' as it stood (the sealed result, or the restatement before), 'after' as it should have been.
CREATE TABLE restatement_figure (
  federation BIGINT NOT NULL,
  restatement BIGINT NOT NULL,
  version TEXT NOT NULL CHECK (version IN ('before', 'after')),
  ordinal BIGINT NOT NULL,
  figure TEXT NOT NULL,
  numerator BIGINT,
  denominator BIGINT,
  not_applicable_reason TEXT NOT NULL,
  PRIMARY KEY (federation, restatement, version, ordinal)
);

-- What the seal of a round froze, as it was then read: its indicators, and the stand of play of the term's items.
CREATE TABLE sealed_figure (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('indicator', 'stand')),
  ordinal BIGINT NOT NULL,
  -- An IndicatorProgress of the contract.
  progress BLOB NOT NULL,
  PRIMARY KEY (federation, round, kind, ordinal)
);

-- How far a task of a term's item stood, by the day that its figures are of; the latest not after a day holds on it.
-- A later report of the same day replaces the row.
CREATE TABLE stand (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  as_of_day BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  account BIGINT NOT NULL,
  -- Whether the figures are an accepted result.
  accepted BIGINT NOT NULL CHECK (accepted IN (0, 1)),
  met BIGINT NOT NULL CHECK (met IN (0, 1)),
  PRIMARY KEY (federation, task, as_of_day)
);

CREATE TABLE stand_figure (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  as_of_day BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  figure TEXT NOT NULL,
  numerator BIGINT,
  denominator BIGINT,
  not_applicable_reason TEXT NOT NULL,
  PRIMARY KEY (federation, task, as_of_day, ordinal)
);

ALTER TABLE round ADD COLUMN plan_due_day BIGINT NOT NULL DEFAULT 0;
ALTER TABLE round ADD COLUMN calendar_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE round ADD COLUMN sealed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE round ADD COLUMN seal_decision_number TEXT NOT NULL DEFAULT '';
ALTER TABLE round_item ADD COLUMN working_days BIGINT NOT NULL DEFAULT 0;

-- Targets above the programme's. assignee −1: the round's; else for the task of that assignee alone.
CREATE TABLE raised_target (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  item BIGINT NOT NULL,
  figure TEXT NOT NULL,
  assignee BIGINT NOT NULL,
  target BIGINT NOT NULL,
  PRIMARY KEY (federation, round, item, figure, assignee)
);

CREATE TABLE calendar (
  federation BIGINT NOT NULL,
  version BIGINT NOT NULL,
  decision_number TEXT NOT NULL,
  payload BLOB NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, version)
);

-- The superior's guidance for which a plan waits. programme_version: the newest when it was recorded; a plan of the
-- same id in another term's programme waits for its own.
CREATE TABLE guidance (
  federation BIGINT NOT NULL,
  item BIGINT NOT NULL,
  programme_version BIGINT NOT NULL,
  document_number TEXT NOT NULL,
  document_day BIGINT NOT NULL,
  document_issuer TEXT NOT NULL,
  account BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (federation, item)
);

-- Files of evidence; their contents lie beside the database, by SHA-256.
CREATE TABLE evidence_file (
  federation BIGINT NOT NULL,
  evidence BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  sha256 BLOB NOT NULL,
  size BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  file_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  document_number TEXT NOT NULL,
  document_day BIGINT NOT NULL,
  document_issuer TEXT NOT NULL,
  account BIGINT NOT NULL,
  uploaded_at BIGINT NOT NULL,
  -- Erased by this decision; '' while it is not.
  erased_by_decision TEXT NOT NULL,
  erased_reason TEXT NOT NULL,
  PRIMARY KEY (federation, evidence)
);
CREATE INDEX evidence_file_by_content ON evidence_file (sha256);

ALTER TABLE report_evidence ADD COLUMN evidence BIGINT NOT NULL DEFAULT 0;
ALTER TABLE remedy_evidence ADD COLUMN evidence BIGINT NOT NULL DEFAULT 0;

-- Rungs that were rung, each once for each task and cycle.
CREATE TABLE reminder (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  offset_days BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  rung_at BIGINT NOT NULL,
  overtaken BIGINT NOT NULL CHECK (overtaken IN (0, 1)),
  PRIMARY KEY (federation, task, cycle, offset_days)
);

-- Messages to each account, numbered from 1.
CREATE TABLE inbox_message (
  federation BIGINT NOT NULL,
  account BIGINT NOT NULL,
  message BIGINT NOT NULL,
  task BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  offset_days BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (federation, account, message)
);

CREATE TABLE mail_address (
  federation BIGINT NOT NULL,
  account BIGINT NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY (federation, account)
);

-- What is read. Retention: as long as the messages.
CREATE TABLE inbox_mark (
  federation BIGINT NOT NULL,
  account BIGINT NOT NULL,
  message BIGINT NOT NULL,
  PRIMARY KEY (federation, account, message)
);

-- Messages that wait to be sent by e-mail. Times are real time. Retention: until it is sent, or 90 days after it was
-- given up.
CREATE TABLE mail (
  federation BIGINT NOT NULL,
  account BIGINT NOT NULL,
  message BIGINT NOT NULL,
  queued_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  -- Of one that was given up: when it is forgotten.
  next_attempt_at BIGINT NOT NULL,
  -- 0 while it was not.
  given_up_at BIGINT NOT NULL,
  last_error TEXT NOT NULL,
  PRIMARY KEY (federation, account, message)
);
CREATE INDEX mail_by_next_attempt ON mail (next_attempt_at);

CREATE TABLE delegation (
  federation BIGINT NOT NULL,
  delegation BIGINT NOT NULL,
  position_number BIGINT NOT NULL,
  account BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  to_day BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (federation, delegation)
);
CREATE INDEX delegation_by_account ON delegation (federation, account);
CREATE INDEX delegation_by_position ON delegation (federation, position_number);
CREATE INDEX task_by_state ON task (federation, state, submitted_at, task);
CREATE INDEX responsibility_by_account ON responsibility (federation, account);

-- Whose delegated position who found, or who remedied, exercised; 0: nobody's.
ALTER TABLE finding ADD COLUMN found_for BIGINT NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN remedied_for BIGINT NOT NULL DEFAULT 0;

-- Unions over time. ended_day: the first day on which it is no more; 0 while it is.
ALTER TABLE grassroots_union ADD COLUMN ended_day BIGINT NOT NULL DEFAULT 0;
-- '' and '' where it was admitted from nowhere.
ALTER TABLE grassroots_union ADD COLUMN predecessor_federation TEXT NOT NULL DEFAULT '';
ALTER TABLE grassroots_union ADD COLUMN predecessor_union TEXT NOT NULL DEFAULT '';

-- Its type and title, each from the day it is of; the latest not after a day holds on that day, and the first before.
CREATE TABLE union_form (
  federation BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  title TEXT NOT NULL,
  title_fold TEXT NOT NULL,
  sort_key BLOB NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (federation, union_number, from_day)
);

CREATE TABLE union_change (
  federation BIGINT NOT NULL,
  change BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('FOUNDED', 'DISSOLVED', 'MERGED', 'SPLIT', 'TYPE_CHANGED', 'RENAMED', 'ADMITTED')),
  day BIGINT NOT NULL,
  decision_number TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, change)
);

-- Who took part: side 'from' or 'into', with the title of then.
CREATE TABLE union_change_party (
  federation BIGINT NOT NULL,
  change BIGINT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('from', 'into')),
  union_number BIGINT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (federation, change, side, union_number)
);
CREATE INDEX union_change_party_by_union ON union_change_party (federation, union_number);

-- A union's own plan for a round, in its last version.
CREATE TABLE union_plan (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  version BIGINT NOT NULL,
  document_number TEXT NOT NULL,
  document_day BIGINT NOT NULL,
  document_issuer TEXT NOT NULL,
  first_submitted_at BIGINT NOT NULL,
  first_submitted_day BIGINT NOT NULL,
  submitted_at BIGINT NOT NULL,
  account BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, round, union_number)
);

CREATE TABLE union_plan_line (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  item BIGINT NOT NULL,
  measures TEXT NOT NULL,
  person TEXT NOT NULL,
  due_day BIGINT NOT NULL,
  PRIMARY KEY (federation, round, union_number, ordinal)
);

CREATE TABLE union_plan_target (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  figure TEXT NOT NULL,
  target BIGINT NOT NULL,
  PRIMARY KEY (federation, round, union_number, ordinal, figure)
);

-- Closed: only read from then on. successor: a federation's id, or ''.
ALTER TABLE federation ADD COLUMN closed_day BIGINT NOT NULL DEFAULT 0;
ALTER TABLE federation ADD COLUMN successor TEXT NOT NULL DEFAULT '';

INSERT INTO schema_table (name, kind, key) VALUES
  ('due_change', 'projected', 'federation, task, ordinal'),
  ('extension', 'projected', 'federation, task, extension'),
  ('evidence_waiver', 'projected', 'federation, task, cycle, kind'),
  ('restatement', 'projected', 'federation, restatement'),
  ('restatement_figure', 'projected', 'federation, restatement, version, ordinal'),
  ('sealed_figure', 'projected', 'federation, round, kind, ordinal'),
  ('stand', 'projected', 'federation, task, as_of_day'),
  ('stand_figure', 'projected', 'federation, task, as_of_day, ordinal'),
  ('raised_target', 'projected', 'federation, round, item, figure, assignee'),
  ('calendar', 'projected', 'federation, version'),
  ('guidance', 'projected', 'federation, item'),
  ('evidence_file', 'projected', 'federation, evidence'),
  ('reminder', 'projected', 'federation, task, cycle, offset_days'),
  ('inbox_message', 'projected', 'federation, account, message'),
  ('mail_address', 'projected', 'federation, account'),
  ('inbox_mark', 'operational', 'federation, account, message'),
  ('mail', 'operational', 'federation, account, message'),
  ('delegation', 'projected', 'federation, delegation'),
  ('union_form', 'projected', 'federation, union_number, from_day'),
  ('union_change', 'projected', 'federation, change'),
  ('union_change_party', 'projected', 'federation, change, side, union_number'),
  ('union_plan', 'projected', 'federation, round, union_number'),
  ('union_plan_line', 'projected', 'federation, round, union_number, ordinal'),
  ('union_plan_target', 'projected', 'federation, round, union_number, ordinal, figure');
