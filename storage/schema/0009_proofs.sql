-- The journal as evidence: the keys that sign it, who witnesses it, what a restore lost, and what was erased.

CREATE TABLE journal_key (
  federation BIGINT NOT NULL,
  key_number BIGINT NOT NULL,
  public_key BLOB NOT NULL,
  handover TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, key_number)
);

-- ended_revision 0: in office.
CREATE TABLE witness (
  federation BIGINT NOT NULL,
  witness BIGINT NOT NULL,
  name TEXT NOT NULL,
  public_key BLOB NOT NULL,
  decision_number TEXT NOT NULL,
  revision BIGINT NOT NULL,
  ended_revision BIGINT NOT NULL,
  end_decision_number TEXT NOT NULL,
  PRIMARY KEY (federation, witness)
);

-- Each by the entry that says so; lost_size 0: not known.
CREATE TABLE restoration (
  federation BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  lost_size BIGINT NOT NULL,
  lost_root BLOB NOT NULL,
  kept_size BIGINT NOT NULL,
  PRIMARY KEY (federation, revision)
);

-- Texts of the journal that were erased, by the entry that says so.
CREATE TABLE erased_text (
  federation BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  erasing_revision BIGINT NOT NULL,
  PRIMARY KEY (federation, revision, ordinal)
);

-- The newest checkpoint that each witness has signed: what it signed, when by its own clock (seconds since 1970), and the
-- signature as the note has it. About the journal, and so not in it. Retention: for ever.
CREATE TABLE witness_signature (
  federation BIGINT NOT NULL,
  witness BIGINT NOT NULL,
  size BIGINT NOT NULL,
  root BLOB NOT NULL,
  signed_at BIGINT NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (federation, witness)
);

INSERT INTO schema_table (name, kind, key) VALUES
  ('journal_key', 'projected', 'federation, key_number'),
  ('witness', 'projected', 'federation, witness'),
  ('restoration', 'projected', 'federation, revision'),
  ('erased_text', 'projected', 'federation, revision, ordinal'),
  ('witness_signature', 'operational', 'federation, witness');
