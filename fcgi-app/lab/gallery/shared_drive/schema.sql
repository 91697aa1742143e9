DROP TABLE IF EXISTS folder_file;
DROP TABLE IF EXISTS folder_membership;
DROP TABLE IF EXISTS folder_right;
CREATE TABLE folder_file (
  id             BIGINT       NOT NULL,
  folder_id      BIGINT       NOT NULL,
  name           VARCHAR(255) NOT NULL,
  owner          VARCHAR(200) NOT NULL,
  bytes          BIGINT       NOT NULL,
  permission_set INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_folder_file_folder_id_name_id (folder_id, name, id)
) ENGINE = InnoDB;
CREATE TABLE folder_membership (
  member_id BIGINT NOT NULL,
  group_id  INT    NOT NULL,
  PRIMARY KEY (member_id, group_id)
) ENGINE = InnoDB;
CREATE TABLE folder_right (
  group_id       INT     NOT NULL,
  permission_set INT     NOT NULL,
  level          TINYINT NOT NULL,  -- 1: see, 2: read, 3: write
  PRIMARY KEY (group_id, permission_set)
) ENGINE = InnoDB;
-- Seven hundred files in a folder.
INSERT INTO folder_file (id, folder_id, name, owner, bytes, permission_set)
SELECT i.id, 1 + i.id % (8 * @factor), CONCAT(LEFT(b.title, 60), ELT(1 + i.id % 3, '.odt', '.pdf', '.png')), c.name,
       200 + i.id * 7919 % 4000000, 1 + i.id DIV 11 % 14
  FROM order_item AS i JOIN book AS b ON b.id = i.book_id JOIN customer AS c ON c.id = 1 + i.id % 300
 WHERE i.id <= 5600 * @factor;
INSERT INTO folder_membership (member_id, group_id)
SELECT c.id, g.id FROM customer AS c JOIN country AS g ON g.id <= 20 AND (c.id + g.id) % 7 = 0 WHERE c.id <= 200 * @factor;
INSERT INTO folder_right (group_id, permission_set, level)
SELECT g.id, s.id, 1 + (g.id + s.id) % 3 FROM country AS g JOIN country AS s ON s.id <= 14 AND (g.id * 3 + s.id) % 5 <> 0
 WHERE g.id <= 20;
ANALYZE TABLE folder_file;
