DROP TABLE IF EXISTS account_activity;
CREATE TABLE account_activity (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  account_id  BIGINT      NOT NULL,
  kind        VARCHAR(10) NOT NULL,  -- which table subject_id refers to
  subject_id  BIGINT      NOT NULL,
  happened_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_account_activity_account_id_happened_at_id (account_id, happened_at, id)
) ENGINE = InnoDB;

-- Five accounts, shared by the members of book clubs.
INSERT INTO account_activity (account_id, kind, subject_id, happened_at)
SELECT 1 + customer_id % 5, 'order', id, placed_at FROM customer_order WHERE id <= 5000 * @factor;
INSERT INTO account_activity (account_id, kind, subject_id, happened_at)
SELECT 1 + customer_id % 5, 'review', id, created_at FROM review WHERE id <= 15000 * @factor AND id % 3 = 0;
INSERT INTO account_activity (account_id, kind, subject_id, happened_at)
SELECT 1 + customer_id % 5, 'wish', book_id, created_at FROM review WHERE id <= 15000 * @factor AND id % 3 = 1;
