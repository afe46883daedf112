-- The complete nodes of the log lie with the entry that completed them: one page less for each level that an entry
-- reaches, and one row less for each entry.

CREATE TABLE journal_entry_with_nodes (
  federation BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  header BLOB NOT NULL,
  leaf_hash BLOB NOT NULL,
  -- The hashes of the nodes above the leaf that it completed, 32 bytes each, that of level 1 first: as many as the
  -- revision can be halved.
  nodes BLOB NOT NULL,
  PRIMARY KEY (federation, revision)
) WITHOUT ROWID;
INSERT INTO journal_entry_with_nodes
  SELECT e.federation, e.revision, e.header, e.leaf_hash,
    (WITH RECURSIVE completed(level, hashes) AS (
       SELECT 0, CAST('' AS BLOB)
       UNION ALL
       SELECT c.level + 1, CAST(c.hashes || n.hash AS BLOB) FROM completed c JOIN journal_node n
       ON n.federation = e.federation AND n.level = c.level + 1 AND n.node = (e.revision >> (c.level + 1)) - 1
       WHERE e.revision % (1 << (c.level + 1)) = 0)
     SELECT hashes FROM completed ORDER BY level DESC LIMIT 1)
  FROM journal_entry e ORDER BY e.federation, e.revision;
DROP TABLE journal_entry;
ALTER TABLE journal_entry_with_nodes RENAME TO journal_entry;
DROP TABLE journal_node;
DELETE FROM schema_table WHERE name = 'journal_node';
