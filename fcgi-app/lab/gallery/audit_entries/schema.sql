DROP TABLE IF EXISTS audit_entry;
CREATE TABLE audit_entry (
  id           BIGINT        NOT NULL,
  subject_type VARCHAR(20)   NOT NULL,
  happened_at  DATETIME(6)   NOT NULL,
  action       VARCHAR(20)   NOT NULL,
  actor_id     BIGINT        NULL,  -- NULL: the system itself
  changes      VARCHAR(1000) NOT NULL,  -- JSON: {"column": [before, after], ..}
  PRIMARY KEY (id),
  KEY idx_audit_entry_subject_type_id (subject_type, id)
) ENGINE = InnoDB;
INSERT INTO audit_entry (id, subject_type, happened_at, action, actor_id, changes)
SELECT id, ELT(1 + id % 5, 'account', 'invoice', 'invoice', 'project', 'project'), created_at,
       IF(id % 4 = 0, 'created', 'changed'), IF(id % 13 = 0, NULL, customer_id),
       CONCAT('{"price":[', rating, ',', rating + 1, '],"note":["",', JSON_QUOTE(LEFT(body, 120)), ']}')
  FROM review WHERE id <= 12000 * @factor;
