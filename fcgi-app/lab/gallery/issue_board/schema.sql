DROP TABLE IF EXISTS tracker_issue;
CREATE TABLE tracker_issue (
  number      BIGINT       NOT NULL,
  title       VARCHAR(255) NOT NULL,
  state       VARCHAR(10)  NOT NULL,
  assignee_id BIGINT       NULL,
  blocked_by  BIGINT       NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;
-- Two issues in five are blocked, each by another one.
INSERT INTO tracker_issue (number, title, state, assignee_id, blocked_by)
SELECT id, title, ELT(1 + id % 5, 'open', 'blocked', 'done', 'blocked', 'open'), IF(id % 9 = 0, NULL, 1 + id * 7 % 2500),
       IF(id % 5 IN (1, 3) AND id > 600, id - 1 - id * 37 % 599, NULL)
  FROM book WHERE id <= 5000 * @factor;
