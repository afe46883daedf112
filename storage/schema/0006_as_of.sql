-- What was known on a day, and provisional figures.
--
-- What may be recorded of a past day carries the day on which the journal learnt it, `known_day`: who asks what was
-- shown at the end of a day looks at rows that are of no later day, and were known by its end. Tables whose key changes
-- are made again: they are filled anew from the journal after this migration (storage/schema.h).

DROP TABLE union_fact;
-- Facts of the directory, each from the day it is of; of those known, the latest not after a day holds on that day, of
-- equal days the one learnt last. NULL: no value.
CREATE TABLE union_fact (
  federation BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  fact TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  known_day BIGINT NOT NULL,
  value BIGINT,
  PRIMARY KEY (federation, union_number, fact, from_day, known_day)
);

DROP TABLE union_form;
-- Its type and title, each from the day it is of, in the same way; before the first day, the first.
CREATE TABLE union_form (
  federation BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  known_day BIGINT NOT NULL,
  title TEXT NOT NULL,
  title_fold TEXT NOT NULL,
  sort_key BLOB NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (federation, union_number, from_day, known_day)
);

-- When a union was founded and ended, as it was known from a day on; before the first it was not known at all.
CREATE TABLE union_known (
  federation BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  known_day BIGINT NOT NULL,
  founded_day BIGINT NOT NULL,
  ended_day BIGINT NOT NULL,
  PRIMARY KEY (federation, union_number, known_day)
);

-- When a responsibility ends, as it was known from a day on.
CREATE TABLE responsibility_known (
  federation BIGINT NOT NULL,
  responsibility BIGINT NOT NULL,
  known_day BIGINT NOT NULL,
  to_day BIGINT NOT NULL,
  PRIMARY KEY (federation, responsibility, known_day)
);

-- What a round was, as it was known from a day on: drafted, drafted anew, issued, sealed.
CREATE TABLE round_known (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  known_day BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('DRAFT', 'ISSUED', 'SEALED')),
  programme_version BIGINT NOT NULL,
  period_begin_day BIGINT NOT NULL,
  period_end_day BIGINT NOT NULL,
  population_day BIGINT NOT NULL,
  PRIMARY KEY (federation, round, known_day)
);

-- The day on which the change was recorded.
ALTER TABLE union_change ADD COLUMN known_day BIGINT NOT NULL DEFAULT 0;

-- The day on which the item joined the round, or its last draft.
ALTER TABLE round_item ADD COLUMN known_day BIGINT NOT NULL DEFAULT 0;

DROP TABLE guidance;
-- The superior's guidance for which a plan waits, as it was known from a day on. programme_version: the newest when it
-- was recorded; a plan of the same id in another term's programme waits for its own.
CREATE TABLE guidance (
  federation BIGINT NOT NULL,
  item BIGINT NOT NULL,
  known_day BIGINT NOT NULL,
  programme_version BIGINT NOT NULL,
  document_number TEXT NOT NULL,
  document_day BIGINT NOT NULL,
  document_issuer TEXT NOT NULL,
  account BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (federation, item, known_day)
);

DROP TABLE stand;
DROP TABLE stand_figure;
-- How far a task of a term's item stood, by the day that its figures are of: of those known, the latest not after a day
-- holds on it, of equal days the one learnt last. A later report of the same day, made on the same day, replaces the
-- row.
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
);

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
);

-- How a task stood at the end of a day on which that changed; the latest row not after a day holds on it. A task
-- without a row stands as it was issued; its first due_change says when that was.
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
);

-- Of the present submission: whether its claim would meet, accepted as it is.
ALTER TABLE task ADD COLUMN claim_meets BIGINT NOT NULL DEFAULT 0;

-- Of what is submitted, as if it were accepted as it is; beside what is accepted.
ALTER TABLE item_total ADD COLUMN submitted_not_applicable BIGINT NOT NULL DEFAULT 0;
ALTER TABLE item_total ADD COLUMN submitted_met BIGINT NOT NULL DEFAULT 0;
ALTER TABLE figure_total ADD COLUMN submitted_numerator BIGINT NOT NULL DEFAULT 0;
ALTER TABLE figure_total ADD COLUMN submitted_denominator BIGINT NOT NULL DEFAULT 0;

UPDATE schema_table SET key = 'federation, union_number, fact, from_day, known_day' WHERE name = 'union_fact';
UPDATE schema_table SET key = 'federation, union_number, from_day, known_day' WHERE name = 'union_form';
UPDATE schema_table SET key = 'federation, item, known_day' WHERE name = 'guidance';
UPDATE schema_table SET key = 'federation, task, as_of_day, known_day' WHERE name = 'stand';
UPDATE schema_table SET key = 'federation, task, as_of_day, known_day, ordinal' WHERE name = 'stand_figure';
INSERT INTO schema_table (name, kind, key) VALUES
  ('union_known', 'projected', 'federation, union_number, known_day'),
  ('responsibility_known', 'projected', 'federation, responsibility, known_day'),
  ('round_known', 'projected', 'federation, round, known_day'),
  ('task_day', 'projected', 'federation, task, day');
