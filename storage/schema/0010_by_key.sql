-- Rows lie in the order of their keys, once: a table without a row number of its own needs no second tree to find a row
-- by its key, so that a change writes half as many pages. PostgreSQL has no such choice: whoever runs these files there
-- leaves out WITHOUT ROWID. Projected tables are made anew and filled from the journal.

DROP TABLE federation;
CREATE TABLE federation (
  federation BIGINT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title_vi TEXT NOT NULL,
  title_en TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  demo BIGINT NOT NULL CHECK (demo IN (0, 1)),
  revision BIGINT NOT NULL,
  entry_time BIGINT NOT NULL,
  programme_version BIGINT NOT NULL,
  closed_day BIGINT NOT NULL DEFAULT 0,
  successor TEXT NOT NULL DEFAULT '',
  -- The last revisions that changed accounts, positions, delegations, responsibilities or unions; and programmes,
  -- items, rounds or calendars.
  people_revision BIGINT NOT NULL,
  definitions_revision BIGINT NOT NULL
) WITHOUT ROWID;

DROP TABLE account;
CREATE TABLE account (
  federation BIGINT NOT NULL,
  account BIGINT NOT NULL,
  id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  disabled BIGINT NOT NULL CHECK (disabled IN (0, 1)),
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, account),
  UNIQUE (federation, id)
) WITHOUT ROWID;

DROP TABLE held_position;
CREATE TABLE held_position (
  federation BIGINT NOT NULL,
  position_number BIGINT NOT NULL,
  account BIGINT NOT NULL,
  position TEXT NOT NULL,
  union_number BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  to_day BIGINT NOT NULL,
  PRIMARY KEY (federation, position_number)
) WITHOUT ROWID;
CREATE INDEX held_position_by_account ON held_position (federation, account);
CREATE INDEX held_position_by_union ON held_position (federation, union_number);

DROP TABLE delegation;
CREATE TABLE delegation (
  federation BIGINT NOT NULL,
  delegation BIGINT NOT NULL,
  position_number BIGINT NOT NULL,
  account BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  to_day BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (federation, delegation)
) WITHOUT ROWID;
CREATE INDEX delegation_by_account ON delegation (federation, account);
CREATE INDEX delegation_by_position ON delegation (federation, position_number);

DROP TABLE responsibility;
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
) WITHOUT ROWID;
CREATE INDEX responsibility_by_account ON responsibility (federation, account);

DROP TABLE grassroots_union;
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
  ended_day BIGINT NOT NULL DEFAULT 0,
  predecessor_federation TEXT NOT NULL DEFAULT '',
  predecessor_union TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (federation, union_number),
  UNIQUE (federation, id)
) WITHOUT ROWID;
CREATE INDEX grassroots_union_by_title ON grassroots_union (federation, sort_key, union_number);

DROP TABLE item;
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
) WITHOUT ROWID;

DROP TABLE round;
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
  plan_due_day BIGINT NOT NULL DEFAULT 0,
  calendar_version BIGINT NOT NULL DEFAULT 0,
  sealed_at BIGINT NOT NULL DEFAULT 0,
  seal_decision_number TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (federation, round),
  UNIQUE (federation, id)
) WITHOUT ROWID;

DROP TABLE round_item;
CREATE TABLE round_item (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  item BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  working_days BIGINT NOT NULL DEFAULT 0,
  known_day BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (federation, round, item)
) WITHOUT ROWID;

DROP TABLE raised_target;
CREATE TABLE raised_target (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  item BIGINT NOT NULL,
  figure TEXT NOT NULL,
  assignee BIGINT NOT NULL,
  target BIGINT NOT NULL,
  PRIMARY KEY (federation, round, item, figure, assignee)
) WITHOUT ROWID;

DROP TABLE task;
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
  suspended_day BIGINT NOT NULL DEFAULT 0,
  not_met_day BIGINT NOT NULL DEFAULT 0,
  as_of_day BIGINT NOT NULL DEFAULT 0,
  accepted_by BIGINT NOT NULL DEFAULT 0,
  claim_meets BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (federation, task),
  UNIQUE (federation, round, item, assignee)
) WITHOUT ROWID;
CREATE INDEX task_by_assignee ON task (federation, assignee, task);
CREATE INDEX task_by_due ON task (federation, due_day, task);
CREATE INDEX task_by_change ON task (federation, revision, task);
CREATE INDEX task_by_state ON task (federation, state, submitted_at, task);

DROP TABLE due_change;
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
) WITHOUT ROWID;

-- A report is one row: it is written and read whole.
DROP TABLE report;
CREATE TABLE report (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('claim', 'result')),
  -- A Report of the contract.
  payload BLOB NOT NULL,
  PRIMARY KEY (federation, task, cycle, kind)
) WITHOUT ROWID;
DROP TABLE report_figure;
DROP TABLE report_evidence;
-- The uploaded files that reports name.
CREATE TABLE report_file (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  kind TEXT NOT NULL,
  evidence BIGINT NOT NULL,
  PRIMARY KEY (federation, task, cycle, kind, evidence)
) WITHOUT ROWID;
CREATE INDEX report_file_by_evidence ON report_file (federation, evidence);
DELETE FROM schema_table WHERE name IN ('report_figure', 'report_evidence');
INSERT INTO schema_table (name, kind, key) VALUES
  ('report_file', 'projected', 'federation, task, cycle, kind, evidence');

DROP TABLE report_author;
CREATE TABLE report_author (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  account BIGINT NOT NULL,
  PRIMARY KEY (federation, task, cycle, account)
) WITHOUT ROWID;

DROP TABLE submission;
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
) WITHOUT ROWID;

DROP TABLE task_entry;
CREATE TABLE task_entry (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, task, revision)
) WITHOUT ROWID;

DROP TABLE task_day;
CREATE TABLE task_day (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  day BIGINT NOT NULL,
  state TEXT NOT NULL,
  cycle BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  -- Of the present leg; 0 while there is no submission that was not recalled.
  submitted_day BIGINT NOT NULL,
  submitted_due_day BIGINT NOT NULL,
  days_late_before BIGINT NOT NULL,
  -- Of an accepted result, as it was accepted; of a claim that waits, whether it would meet as it is.
  met BIGINT NOT NULL CHECK (met IN (0, 1)),
  -- The figures of one of the two: a Report of the contract; empty where there is neither.
  figures BLOB NOT NULL,
  PRIMARY KEY (federation, task, day)
) WITHOUT ROWID;

DROP TABLE task_comment;
CREATE TABLE task_comment (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  comment BIGINT NOT NULL,
  account BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (federation, task, comment)
) WITHOUT ROWID;

DROP TABLE stand;
CREATE TABLE stand (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  as_of_day BIGINT NOT NULL,
  known_day BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  account BIGINT NOT NULL,
  -- Whether the figures are an accepted result.
  accepted BIGINT NOT NULL CHECK (accepted IN (0, 1)),
  met BIGINT NOT NULL CHECK (met IN (0, 1)),
  PRIMARY KEY (federation, task, as_of_day, known_day)
) WITHOUT ROWID;

DROP TABLE stand_figure;
CREATE TABLE stand_figure (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  as_of_day BIGINT NOT NULL,
  known_day BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  figure TEXT NOT NULL,
  numerator BIGINT,
  denominator BIGINT,
  not_applicable_reason TEXT NOT NULL,
  PRIMARY KEY (federation, task, as_of_day, known_day, ordinal)
) WITHOUT ROWID;

DROP TABLE unit_dealing;
CREATE TABLE unit_dealing (
  federation BIGINT NOT NULL,
  account BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  deed TEXT NOT NULL CHECK (deed IN ('TOOK_REVIEW', 'ACCEPTED', 'RETURNED', 'WROTE_REPORT', 'ENTERED_PAPER')),
  day BIGINT NOT NULL,
  PRIMARY KEY (federation, account, union_number, deed, day)
) WITHOUT ROWID;

DROP TABLE reminder;
CREATE TABLE reminder (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  offset_days BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  rung_at BIGINT NOT NULL,
  overtaken BIGINT NOT NULL CHECK (overtaken IN (0, 1)),
  PRIMARY KEY (federation, task, cycle, offset_days)
) WITHOUT ROWID;

DROP TABLE inbox_message;
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
) WITHOUT ROWID;

DROP TABLE item_total;
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
  submitted_not_applicable BIGINT NOT NULL DEFAULT 0,
  submitted_met BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (federation, round, item, segment, day)
) WITHOUT ROWID;

DROP TABLE figure_total;
CREATE TABLE figure_total (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  item BIGINT NOT NULL,
  segment TEXT NOT NULL,
  figure BIGINT NOT NULL,
  day BIGINT NOT NULL,
  numerator BIGINT NOT NULL,
  denominator BIGINT NOT NULL,
  submitted_numerator BIGINT NOT NULL DEFAULT 0,
  submitted_denominator BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (federation, round, item, segment, figure, day)
) WITHOUT ROWID;

DROP TABLE due_total;
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
) WITHOUT ROWID;

-- What is not projected is copied.

CREATE TABLE journal_entry_by_key (
  federation BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  header BLOB NOT NULL,
  leaf_hash BLOB NOT NULL,
  PRIMARY KEY (federation, revision)
) WITHOUT ROWID;
INSERT INTO journal_entry_by_key SELECT * FROM journal_entry ORDER BY federation, revision;
DROP TABLE journal_entry;
ALTER TABLE journal_entry_by_key RENAME TO journal_entry;

CREATE TABLE journal_event_by_key (
  federation BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  salt BLOB NOT NULL,
  digest BLOB NOT NULL,
  payload BLOB,
  PRIMARY KEY (federation, revision, ordinal)
) WITHOUT ROWID;
INSERT INTO journal_event_by_key SELECT * FROM journal_event ORDER BY federation, revision, ordinal;
DROP TABLE journal_event;
ALTER TABLE journal_event_by_key RENAME TO journal_event;

CREATE TABLE journal_text_by_key (
  federation BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  salt BLOB NOT NULL,
  digest BLOB NOT NULL,
  text TEXT,
  PRIMARY KEY (federation, revision, ordinal)
) WITHOUT ROWID;
INSERT INTO journal_text_by_key SELECT * FROM journal_text ORDER BY federation, revision, ordinal;
DROP TABLE journal_text;
ALTER TABLE journal_text_by_key RENAME TO journal_text;

CREATE TABLE journal_node_by_key (
  federation BIGINT NOT NULL,
  level BIGINT NOT NULL,
  node BIGINT NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (federation, level, node)
) WITHOUT ROWID;
INSERT INTO journal_node_by_key SELECT * FROM journal_node ORDER BY federation, level, node;
DROP TABLE journal_node;
ALTER TABLE journal_node_by_key RENAME TO journal_node;

CREATE TABLE request_by_key (
  federation BIGINT NOT NULL,
  account BIGINT NOT NULL,
  request_id TEXT NOT NULL,
  digest BLOB NOT NULL,
  method TEXT NOT NULL,
  response BLOB NOT NULL,
  done_at BIGINT NOT NULL,
  PRIMARY KEY (federation, account, request_id)
) WITHOUT ROWID;
INSERT INTO request_by_key SELECT * FROM request ORDER BY federation, account, request_id;
DROP TABLE request;
ALTER TABLE request_by_key RENAME TO request;
CREATE INDEX request_by_age ON request (done_at);

CREATE TABLE session_by_key (
  federation BIGINT NOT NULL,
  session BIGINT NOT NULL,
  account BIGINT NOT NULL,
  token_hash BLOB NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  password_change_required BIGINT NOT NULL CHECK (password_change_required IN (0, 1)),
  used_at BIGINT NOT NULL DEFAULT 0,
  device TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (federation, session)
) WITHOUT ROWID;
INSERT INTO session_by_key SELECT * FROM session ORDER BY federation, session;
DROP TABLE session;
ALTER TABLE session_by_key RENAME TO session;

