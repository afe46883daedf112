-- Signing in: when a session was used, what a password's hash costs, and what the server keeps to itself.

-- Retention of sessions: until they expire, or have not been used for long. `used_at` is to within ten minutes.
ALTER TABLE session ADD COLUMN used_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
UPDATE session SET used_at = created_at;

-- What one Argon2id costs on this machine, measured when the database was made; no row: the cost of before. Retention:
-- for ever.
CREATE TABLE password_cost (
  operations BIGINT NOT NULL PRIMARY KEY,
  memory_bytes BIGINT NOT NULL
);

-- Random keys by what they are for, made when first needed. Retention: for ever.
CREATE TABLE server_secret (
  purpose TEXT NOT NULL PRIMARY KEY,
  secret BLOB NOT NULL
);

INSERT INTO schema_table (name, kind, key) VALUES
  ('password_cost', 'operational', 'operations'),
  ('server_secret', 'operational', 'purpose');
