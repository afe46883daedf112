-- What a command writes, made lighter.
--
-- SQLite makes a table in memory for each list of more than two after IN, each time that a check looks at it: on the way
-- of every command these are said one by one. Projected tables are filled from the journal afterwards.

DROP TABLE task;
CREATE TABLE task (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  round BIGINT NOT NULL,
  item BIGINT NOT NULL,
  assignee BIGINT NOT NULL,
  -- The assignee's union type as of the population day; 'federation' for the federation itself.
  segment TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'SUBMITTED' OR state = 'IN_PROGRESS' OR state = 'ACCEPTED' OR state = 'ISSUED' OR
    state = 'IN_REVIEW' OR state = 'RETURNED' OR state = 'SUSPENDED' OR state = 'NOT_MET' OR state = 'WITHDRAWN'),
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
CREATE INDEX task_by_change ON task (federation, revision, task);
CREATE INDEX task_by_state ON task (federation, state, submitted_at, task);
CREATE INDEX task_by_due ON task (federation, round, due_day, task);

DROP TABLE due_change;
CREATE TABLE due_change (
  federation BIGINT NOT NULL,
  task BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_day BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  cause TEXT NOT NULL CHECK (cause = 'ISSUED' OR cause = 'EXTENSION' OR cause = 'DECISION' OR cause = 'SUSPENSION' OR
    cause = 'REWORK' OR cause = 'REOPENED' OR cause = 'CALENDAR'),
  -- The extension's number; 0 where it is none.
  extension BIGINT NOT NULL,
  reason TEXT NOT NULL,
  decision_number TEXT NOT NULL,
  account BIGINT NOT NULL,
  working_days BIGINT NOT NULL,
  calendar_version BIGINT NOT NULL,
  PRIMARY KEY (federation, task, ordinal)
) WITHOUT ROWID;

DROP TABLE unit_dealing;
CREATE TABLE unit_dealing (
  federation BIGINT NOT NULL,
  account BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  deed TEXT NOT NULL CHECK (deed = 'WROTE_REPORT' OR deed = 'TOOK_REVIEW' OR deed = 'ACCEPTED' OR deed = 'RETURNED' OR
    deed = 'ENTERED_PAPER'),
  day BIGINT NOT NULL,
  PRIMARY KEY (federation, account, union_number, deed, day)
) WITHOUT ROWID;

-- What is remembered lies in the order in which it was done, one behind the other, and is found by its id: an id may be
-- anything, and a row among others by such a key is a page of its own to write. What is too old is at the beginning.
CREATE TABLE request_by_entry (
  federation BIGINT NOT NULL,
  -- The entry that the request wrote; below 0 for those that were remembered before this was.
  revision BIGINT NOT NULL,
  account BIGINT NOT NULL,
  request_id TEXT NOT NULL,
  -- The first 16 bytes of a SHA-256: it tells a mistake, and nobody gains from a collision with a request of their own.
  digest BLOB NOT NULL,
  response BLOB NOT NULL,
  -- Of a response that is compressed, how long it is without; 0 where it is as it was.
  response_bytes BIGINT NOT NULL,
  done_at BIGINT NOT NULL,
  PRIMARY KEY (federation, revision)
) WITHOUT ROWID;
INSERT INTO request_by_entry
  SELECT federation, -ROW_NUMBER() OVER (PARTITION BY federation ORDER BY done_at DESC, account, request_id), account,
    request_id, substr(digest, 1, 16), response, 0, done_at FROM request;
DROP TABLE request;
ALTER TABLE request_by_entry RENAME TO request;
CREATE UNIQUE INDEX request_by_id ON request (federation, account, request_id);
UPDATE schema_table SET key = 'federation, revision' WHERE name = 'request';

-- A leaf lies with its entry, in journal_entry.leaf_hash, and nowhere else.
DELETE FROM journal_node WHERE level = 0;
