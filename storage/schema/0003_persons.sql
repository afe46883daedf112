-- Both persons of what was decided for another: guards that compare persons after the fact ask for each of them.

-- Who accepted the result, in person; `reviewer` is whose duty it was. 0: it is not accepted.
ALTER TABLE task ADD COLUMN accepted_by BIGINT NOT NULL DEFAULT 0;
-- Whose delegated position who waived the evidence exercised; 0: nobody's.
ALTER TABLE evidence_waiver ADD COLUMN decided_for BIGINT NOT NULL DEFAULT 0;
