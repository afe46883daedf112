-- Ratings of unions, and when the annual settlement was sent up.

-- A union's rating in a year's round. What is not decided yet: '' and 0.
CREATE TABLE rating (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('SELF_RATED', 'DECIDED')),
  possible_points BIGINT NOT NULL,
  claimed_points BIGINT NOT NULL,
  claimed_level TEXT NOT NULL,
  narrative TEXT NOT NULL,
  rated_by BIGINT NOT NULL,
  -- Whose delegated position who rated, or decided, exercised; 0: nobody's.
  rated_for BIGINT NOT NULL,
  rated_at BIGINT NOT NULL,
  decided_points BIGINT NOT NULL,
  decided_level TEXT NOT NULL,
  reason TEXT NOT NULL,
  decision_number TEXT NOT NULL,
  decided_by BIGINT NOT NULL,
  decided_for BIGINT NOT NULL,
  decided_at BIGINT NOT NULL,
  -- The entry's day: from then on it counts.
  decided_day BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (federation, round, union_number)
);

-- By criterion, in the programme's order, as the union claimed and as it was decided. Points are -1 where there are none.
CREATE TABLE rating_line (
  federation BIGINT NOT NULL,
  round BIGINT NOT NULL,
  union_number BIGINT NOT NULL,
  version TEXT NOT NULL CHECK (version IN ('claim', 'decision')),
  ordinal BIGINT NOT NULL,
  criterion TEXT NOT NULL,
  max_points BIGINT NOT NULL,
  numerator BIGINT NOT NULL,
  denominator BIGINT NOT NULL,
  computed_points BIGINT NOT NULL,
  points BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (federation, round, union_number, version, ordinal)
);

-- When the annual settlement was sent up in a year, every record of it: the last one counts, from the day of its entry.
CREATE TABLE settlement (
  federation BIGINT NOT NULL,
  year BIGINT NOT NULL,
  record BIGINT NOT NULL,
  sent_day BIGINT NOT NULL,
  document_number TEXT NOT NULL,
  document_day BIGINT NOT NULL,
  document_issuer TEXT NOT NULL,
  -- Why it replaces the record before; '' of the first.
  reason TEXT NOT NULL,
  account BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_day BIGINT NOT NULL,
  PRIMARY KEY (federation, year, record)
);

INSERT INTO schema_table (name, kind, key) VALUES
  ('rating', 'projected', 'federation, round, union_number'),
  ('rating_line', 'projected', 'federation, round, union_number, version, ordinal'),
  ('settlement', 'projected', 'federation, year, record');
