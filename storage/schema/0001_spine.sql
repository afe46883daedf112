-- The spine: federations, journal, programme, directory, accounts, rounds and tasks, inspections, totals.
--
-- Every table is entered in schema_table with its kind: 'journal' (the log itself), 'projected' (changed by Apply only;
-- verify replays the journal and compares these row for row, by the key named) or 'operational' (each with a retention,
-- said beside it). One text serves SQLite and PostgreSQL. Days are days since 1970-01-01, times microseconds since then;
-- numbers of unions, items, … count from 1 in each federation; assignee 0 is the federation itself. The table
-- schema_version is made by whoever runs these files, before the first.

CREATE TABLE schema_table (
  name TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('journal', 'projected', 'operational')),
  key TEXT NOT NULL
);

-- The federation's small number, its revision counter and what it is called. Every writer bumps `revision` first.
CREATE TABLE federation (
  federation BIGINT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title_vi TEXT NOT NULL,
  title_en TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  demo BIGINT NOT NULL CHECK (demo IN (0, 1)),
  revision BIGINT NOT NULL,
  entry_time BIGINT NOT NULL,
  programme_version BIGINT NOT NULL
);

-- The journal. ---------------------------------------------------------------------------------------------------

CREATE TABLE journal_entry (
  federation BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  header BLOB NOT NULL,
  leaf_hash BLOB NOT NULL,
  PRIMARY KEY (federation, revision)
);

-- payload is NULL where it was erased by a recorded erasure; its digest stays.
CREATE TABLE journal_event (
  federation BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  salt BLOB NOT NULL,
  digest BLOB NOT NULL,
  payload BLOB,
  PRIMARY KEY (federation, revision, ordinal)
);

-- Names and free text, stored apart from the events that speak of them.
CREATE TABLE journal_text (
  federation BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  salt BLOB NOT NULL,
  digest BLOB NOT NULL,
  text TEXT,
  PRIMARY KEY (federation, revision, ordinal)
);

-- Complete nodes of the Merkle log.
CREATE TABLE journal_node (
  federation BIGINT NOT NULL,
  level BIGINT NOT NULL,
  node BIGINT NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (federation, level, node)
);

-- Programme and directory. -----------------------------------------------------------------------------------------

CREATE TABLE programme (
  federation BIGINT NOT NULL,
  version BIGINT NOT NULL,
  decision_number TEXT NOT NULL,
  payload BLOB NOT NULL,
  -- SHA-256 of the payload, by which a process knows a programme that it has parsed before.
  digest BLOB NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, version)
);

-- An item's number, for ever; ad hoc items are of one round and have their own document.
CREATE TABLE item (
  federation BIGINT NOT NULL,
  item BIGINT NOT NULL,
  id TEXT NOT NULL,
  ad_hoc_round BIGINT NOT NULL,
  title_vi TEXT NOT NULL,
  title_en TEXT NOT NULL,
  title_fold TEXT NOT NULL,
  document_number TEXT NOT NULL,
  document_day BIGINT NOT NULL,
  document_issuer TEXT NOT NULL,
  PRIMARY KEY (federation, item),
  UNIQUE (federation, ad_hoc_round, id)
);

CREATE TABLE grassroots_union (
  federation BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  title_fold TEXT NOT NULL,
  sort_key BLOB NOT NULL,
  type TEXT NOT NULL,
  place TEXT NOT NULL,
  founded_day BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, union_number),
  UNIQUE (federation, id)
);
CREATE INDEX grassroots_union_by_title ON grassroots_union (federation, sort_key, union_number);

-- Facts of the directory, each from the day it is of; the latest not after a day holds on that day. NULL: no value.
CREATE TABLE union_fact (
  federation BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  fact TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  value BIGINT,
  PRIMARY KEY (federation, union_number, fact, from_day)
);

-- Accounts, positions, responsibilities. ---------------------------------------------------------------------------

CREATE TABLE account (
  federation BIGINT NOT NULL,
  account BIGINT NOT NULL,
  id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  disabled BIGINT NOT NULL CHECK (disabled IN (0, 1)),
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, account),
  UNIQUE (federation, id)
);

CREATE TABLE held_position (
  federation BIGINT NOT NULL,
  position_number BIGINT NOT NULL,
  account BIGINT NOT NULL,
  position TEXT NOT NULL,
  union_number BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  to_day BIGINT NOT NULL,
  PRIMARY KEY (federation, position_number)
);
CREATE INDEX held_position_by_account ON held_position (federation, account);
CREATE INDEX held_position_by_union ON held_position (federation, union_number);

-- Exactly one of field, item, union_number is set ('' and 0: not set).
CREATE TABLE responsibility (
  federation BIGINT NOT NULL,
  responsibility BIGINT NOT NULL,
  account BIGINT NOT NULL,
  field TEXT NOT NULL,
  item BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  to_day BIGINT NOT NULL,
  decision_number TEXT NOT NULL,
  PRIMARY KEY (federation, responsibility)
);

-- Kept nowhere else: password and one-time code hashes. Retention: until the account gets another.
CREATE TABLE credential (
  federation BIGINT NOT NULL,
  account BIGINT NOT NULL,
  hash TEXT NOT NULL,
  one_time BIGINT NOT NULL CHECK (one_time IN (0, 1)),
  PRIMARY KEY (federation, account)
);

-- Sessions by the SHA-256 of their token. Times are real time, in a demo too. Retention: until they expire.
CREATE TABLE session (
  federation BIGINT NOT NULL,
  session BIGINT NOT NULL,
  account BIGINT NOT NULL,
  token_hash BLOB NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  password_change_required BIGINT NOT NULL CHECK (password_change_required IN (0, 1)),
  PRIMARY KEY (federation, session)
);

-- Requests done: the same id gets the same response. Retention: 90 days of real time.
CREATE TABLE request (
  federation BIGINT NOT NULL,
  account BIGINT NOT NULL,
  request_id TEXT NOT NULL,
  digest BLOB NOT NULL,
  method TEXT NOT NULL,
  response BLOB NOT NULL,
  done_at BIGINT NOT NULL,
  PRIMARY KEY (federation, account, request_id)
);
CREATE INDEX request_by_age ON request (done_at);

-- Rounds and tasks. --------------------------------------------------------------------------------------------------

CREATE TABLE round (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('DRAFT', 'ISSUED', 'SEALED')),
  programme_version BIGINT NOT NULL,
  period_begin_day BIGINT NOT NULL,
  period_end_day BIGINT NOT NULL,
  population_day BIGINT NOT NULL,
  decision_number TEXT NOT NULL,
  decision_day BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, round),
  UNIQUE (federation, id)
);

-- Items of a round: of its draft, and as issued.
CREATE TABLE round_item (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  item BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  PRIMARY KEY (federation, round, item)
);

CREATE TABLE task (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  round BIGINT NOT NULL,
  item BIGINT NOT NULL,
  assignee BIGINT NOT NULL,
  -- The assignee's union type as of the population day; 'federation' for the federation itself.
  segment TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ISSUED', 'IN_PROGRESS', 'SUBMITTED', 'IN_REVIEW', 'RETURNED', 'SUSPENDED',
    'ACCEPTED', 'NOT_MET', 'WITHDRAWN')),
  state_before_suspension TEXT NOT NULL,
  cycle BIGINT NOT NULL,
  leg BIGINT NOT NULL,
  base_due_day BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  -- Of the present leg, 0 and NULL while there is no submission that was not recalled.
  submitted_at BIGINT,
  submitted_day BIGINT NOT NULL,
  submitted_due_day BIGINT NOT NULL,
  days_late_before BIGINT NOT NULL,
  -- The first submission of this cycle that was not recalled.
  first_submitted_at BIGINT,
  accepted_at BIGINT,
  reviewer BIGINT NOT NULL,
  on_paper BIGINT NOT NULL,
  met BIGINT NOT NULL CHECK (met IN (0, 1)),
  reason TEXT NOT NULL,
  decision_number TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, task),
  UNIQUE (federation, round, item, assignee)
);
CREATE INDEX task_by_assignee ON task (federation, assignee, task);
CREATE INDEX task_by_due ON task (federation, due_day, task);
CREATE INDEX task_by_change ON task (federation, revision, task);

-- What was reported in a cycle: kind 'claim' (what stands now) and 'result' (what was accepted).
CREATE TABLE report (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('claim', 'result')),
  narrative TEXT NOT NULL,
  document_number TEXT NOT NULL,
  document_day BIGINT NOT NULL,
  document_issuer TEXT NOT NULL,
  PRIMARY KEY (federation, task, cycle, kind)
);

CREATE TABLE report_figure (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  kind TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  figure TEXT NOT NULL,
  numerator BIGINT,
  denominator BIGINT,
  not_applicable_reason TEXT NOT NULL,
  PRIMARY KEY (federation, task, cycle, kind, ordinal)
);

CREATE TABLE report_evidence (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  kind TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  evidence_kind TEXT NOT NULL,
  document_number TEXT NOT NULL,
  document_day BIGINT NOT NULL,
  document_issuer TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (federation, task, cycle, kind, ordinal)
);

-- Who wrote or submitted any of a cycle's report: may not review it.
CREATE TABLE report_author (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  account BIGINT NOT NULL,
  PRIMARY KEY (federation, task, cycle, account)
);

-- Every submission there was.
CREATE TABLE submission (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  submission BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  leg BIGINT NOT NULL,
  submitted_at BIGINT NOT NULL,
  submitted_day BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  account BIGINT NOT NULL,
  on_paper BIGINT NOT NULL,
  recalled_at BIGINT,
  PRIMARY KEY (federation, task, submission)
);

-- Which entries changed a task.
CREATE TABLE task_entry (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, task, revision)
);

CREATE TABLE task_comment (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  comment BIGINT NOT NULL,
  account BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (federation, task, comment)
);

-- Inspections. -------------------------------------------------------------------------------------------------------

CREATE TABLE inspection (
  federation BIGINT NOT NULL,
  inspection BIGINT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  union_number BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('SCHEDULED', 'NOTIFIED', 'FIELDWORK', 'DRAFT_CONCLUSION', 'CONCLUDED',
    'CANCELLED')),
  scheduled_day BIGINT NOT NULL,
  concluded_day BIGINT NOT NULL,
  head BIGINT NOT NULL,
  conclusion TEXT NOT NULL,
  document_number TEXT NOT NULL,
  document_day BIGINT NOT NULL,
  document_issuer TEXT NOT NULL,
  decision_number TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, inspection),
  UNIQUE (federation, id)
);

-- The whole team, its head included.
CREATE TABLE inspection_member (
  federation BIGINT NOT NULL,
  inspection BIGINT NOT NULL,
  account BIGINT NOT NULL,
  PRIMARY KEY (federation, inspection, account)
);

CREATE TABLE task_check (
  federation BIGINT NOT NULL,
  inspection BIGINT NOT NULL,
  task_check BIGINT NOT NULL,
  task BIGINT NOT NULL,
  confirmed BIGINT NOT NULL CHECK (confirmed IN (0, 1)),
  note TEXT NOT NULL,
  account BIGINT NOT NULL,
  PRIMARY KEY (federation, inspection, task_check)
);

CREATE TABLE finding (
  federation BIGINT NOT NULL,
  inspection BIGINT NOT NULL,
  finding BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('DRAFT', 'ISSUED', 'REMEDY_SUBMITTED', 'CLOSED', 'DROPPED')),
  task BIGINT NOT NULL,
  contests BIGINT NOT NULL CHECK (contests IN (0, 1)),
  grave BIGINT NOT NULL CHECK (grave IN (0, 1)),
  text TEXT NOT NULL,
  remedy_due_day BIGINT NOT NULL,
  found_by BIGINT NOT NULL,
  remedied_by BIGINT NOT NULL,
  remedy TEXT NOT NULL,
  verification TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, inspection, finding)
);

-- Evidence of the last remedy.
CREATE TABLE remedy_evidence (
  federation BIGINT NOT NULL,
  inspection BIGINT NOT NULL,
  finding BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  evidence_kind TEXT NOT NULL,
  document_number TEXT NOT NULL,
  document_day BIGINT NOT NULL,
  document_issuer TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (federation, inspection, finding, ordinal)
);

-- Totals: one row for each key and local day on which it changed; the latest row not after a day holds on that day. --

CREATE TABLE item_total (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  item BIGINT NOT NULL,
  segment TEXT NOT NULL,
  day BIGINT NOT NULL,
  expected BIGINT NOT NULL,
  submitted BIGINT NOT NULL,
  reported BIGINT NOT NULL,
  not_applicable BIGINT NOT NULL,
  met BIGINT NOT NULL,
  PRIMARY KEY (federation, round, item, segment, day)
);

-- `figure` counts the item's figures from 0.
CREATE TABLE figure_total (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  item BIGINT NOT NULL,
  segment TEXT NOT NULL,
  figure BIGINT NOT NULL,
  day BIGINT NOT NULL,
  numerator BIGINT NOT NULL,
  denominator BIGINT NOT NULL,
  PRIMARY KEY (federation, round, item, segment, figure, day)
);

CREATE TABLE due_total (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  day BIGINT NOT NULL,
  unsubmitted BIGINT NOT NULL,
  awaiting_review BIGINT NOT NULL,
  done_on_time BIGINT NOT NULL,
  done_late BIGINT NOT NULL,
  not_met BIGINT NOT NULL,
  PRIMARY KEY (federation, round, due_day, day)
);

-- Refused attempts of a person within the hour that begins here; above the limit they are counted in one entry.
CREATE TABLE refused_attempt (
  federation BIGINT NOT NULL,
  account BIGINT NOT NULL,
  hour BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  PRIMARY KEY (federation, account, hour)
);

INSERT INTO schema_table (name, kind, key) VALUES
  ('schema_table', 'operational', 'name'),
  ('schema_version', 'operational', 'version'),
  ('federation', 'projected', 'federation'),
  ('journal_entry', 'journal', 'federation, revision'),
  ('journal_event', 'journal', 'federation, revision, ordinal'),
  ('journal_text', 'journal', 'federation, revision, ordinal'),
  ('journal_node', 'journal', 'federation, level, node'),
  ('programme', 'projected', 'federation, version'),
  ('item', 'projected', 'federation, item'),
  ('grassroots_union', 'projected', 'federation, union_number'),
  ('union_fact', 'projected', 'federation, union_number, fact, from_day'),
  ('account', 'projected', 'federation, account'),
  ('held_position', 'projected', 'federation, position_number'),
  ('responsibility', 'projected', 'federation, responsibility'),
  ('credential', 'operational', 'federation, account'),
  ('session', 'operational', 'federation, session'),
  ('request', 'operational', 'federation, account, request_id'),
  ('round', 'projected', 'federation, round'),
  ('round_item', 'projected', 'federation, round, item'),
  ('task', 'projected', 'federation, task'),
  ('report', 'projected', 'federation, task, cycle, kind'),
  ('report_figure', 'projected', 'federation, task, cycle, kind, ordinal'),
  ('report_evidence', 'projected', 'federation, task, cycle, kind, ordinal'),
  ('report_author', 'projected', 'federation, task, cycle, account'),
  ('submission', 'projected', 'federation, task, submission'),
  ('task_entry', 'projected', 'federation, task, revision'),
  ('task_comment', 'projected', 'federation, task, comment'),
  ('inspection', 'projected', 'federation, inspection'),
  ('inspection_member', 'projected', 'federation, inspection, account'),
  ('task_check', 'projected', 'federation, inspection, task_check'),
  ('finding', 'projected', 'federation, inspection, finding'),
  ('remedy_evidence', 'projected', 'federation, inspection, finding, ordinal'),
  ('item_total', 'projected', 'federation, round, item, segment, day'),
  ('figure_total', 'projected', 'federation, round, item, segment, figure, day'),
  ('due_total', 'projected', 'federation, round, due_day, day'),
  ('refused_attempt', 'operational', 'federation, account, hour');
