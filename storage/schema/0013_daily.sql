-- Lists that people look at daily cost what they show, not what has gathered in the years before; and a submission
-- writes less.

-- Requests for extensions: the undecided first, each part by the moment of the request.
CREATE INDEX extension_by_request ON extension
  (federation, (CASE state WHEN 'REQUESTED' THEN 0 ELSE 1 END), requested_at, task, extension);

-- A unit's own files, and what a file is evidence of.
CREATE INDEX evidence_file_by_union ON evidence_file (federation, union_number, evidence);
CREATE INDEX remedy_evidence_by_file ON remedy_evidence (federation, evidence, inspection, finding);

-- Inspections of a unit, those that are under way, and those of a period; findings that are open.
CREATE INDEX inspection_by_union ON inspection (federation, union_number, inspection);
CREATE INDEX inspection_by_state ON inspection (federation, state, inspection);
CREATE INDEX inspection_by_conclusion ON inspection (federation, concluded_day, state, kind, union_number);
CREATE INDEX inspection_by_end ON inspection (federation, ended_day, started_day, kind, union_number);
CREATE INDEX finding_by_state ON finding (federation, state, remedy_due_day, inspection, finding);

-- The last change, by which figures that are kept are told to be of today.
CREATE INDEX inspection_by_change ON inspection (federation, revision);
CREATE INDEX rating_by_change ON rating (federation, revision);

-- Where an account's sessions end, those of all others are not looked at.
CREATE INDEX session_by_account ON session (federation, account);

-- Covers what a unit's changes are asked by.
DROP INDEX union_change_party_by_union;
CREATE INDEX union_change_party_by_union ON union_change_party (federation, union_number, side, change);

-- The moments of submissions are in the journal; nothing asked for this table, and each submission wrote into it.
DROP TABLE submission;
DELETE FROM schema_table WHERE name = 'submission';
