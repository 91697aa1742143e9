-- Branches with 700 commits each. A larger database has more branches and more tasks.
DROP TABLE IF EXISTS vcs_repository, vcs_branch, vcs_commit, vcs_task;
CREATE TABLE vcs_repository (
  id   INT         NOT NULL,
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE vcs_branch (
  id            BIGINT      NOT NULL,
  repository_id INT         NOT NULL,
  name          VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE vcs_commit (
  branch_id BIGINT       NOT NULL,
  position  INT          NOT NULL,
  hash      CHAR(40)     NOT NULL,
  author    VARCHAR(200) NOT NULL,
  message   VARCHAR(700) NOT NULL,
  PRIMARY KEY (branch_id, position)
) ENGINE = InnoDB;
CREATE TABLE vcs_task (
  task_key  VARCHAR(20)  NOT NULL,
  title     VARCHAR(255) NOT NULL,
  is_closed BOOLEAN      NOT NULL,
  PRIMARY KEY (task_key)
) ENGINE = InnoDB;

INSERT INTO vcs_repository (id, name) SELECT id, CONCAT('library-', LOWER(code)) FROM country WHERE id <= 6;
INSERT INTO vcs_branch (id, repository_id, name) SELECT id, 1 + id % 6, CONCAT('feature/', id * 31) FROM book WHERE id <= 10 * @factor;
INSERT INTO vcs_commit (branch_id, position, hash, author, message)
SELECT 1 + (r.id - 1) DIV 700, 1 + (r.id - 1) % 700, SHA1(r.id), c.name,
       CONCAT(ELT(1 + r.id % 4, 'Fix ', 'Add ', 'Remove ', 'Test '), ELT(1 + r.id % 3, 'PAY-', 'WEB-', 'CORE-'), 1 + r.id * 7919 % (2000 * @factor), ': ', LEFT(r.body, 300),
              IF(r.id % 5 = 0, CONCAT(' (see WEB-', 1 + r.id * 31 % (2000 * @factor), ')'), ''))
  FROM review AS r JOIN customer AS c ON c.id = 1 + r.id * 13 % 80 WHERE r.id <= 7000 * @factor;
INSERT INTO vcs_task (task_key, title, is_closed)
SELECT CONCAT(ELT(k.id, 'PAY-', 'WEB-', 'CORE-'), b.id), b.title, b.id % 3 = 0
  FROM book AS b JOIN country AS k ON k.id <= 3 WHERE b.id <= 2000 * @factor AND (b.id + k.id) % 9 <> 4;
ANALYZE TABLE vcs_task;
