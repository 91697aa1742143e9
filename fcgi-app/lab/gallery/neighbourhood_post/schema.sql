-- Groups of neighbours with 150 members each, and what was posted last. A larger database has more groups.
DROP TABLE IF EXISTS hood_group, hood_member, hood_post;
CREATE TABLE hood_group (
  id        INT          NOT NULL,
  name      VARCHAR(200) NOT NULL,
  posts     BIGINT       NOT NULL,
  active_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE hood_member (
  group_id  INT          NOT NULL,
  member_id BIGINT       NOT NULL,
  name      VARCHAR(200) NOT NULL,
  street    VARCHAR(60)  NOT NULL,
  PRIMARY KEY (group_id, member_id)
) ENGINE = InnoDB;
CREATE TABLE hood_post (
  id        BIGINT        NOT NULL AUTO_INCREMENT,
  group_id  INT           NOT NULL,
  member_id BIGINT        NOT NULL,
  text      VARCHAR(1000) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_hood_post_group_id (group_id)
) ENGINE = InnoDB;
INSERT INTO hood_group (id, name, posts, active_at)
SELECT id, CONCAT('Around ', name, ' Square'), 0, TIMESTAMP '2026-01-05 08:00:00' FROM publisher WHERE id <= 40 * @factor;
INSERT INTO hood_member (group_id, member_id, name, street)
SELECT g.id, 1 + c.id % 150, c.name, ELT(1 + c.id % 4, 'Mill Lane', 'Station Road', 'Canal Street', 'Birch Walk')
  FROM hood_group AS g JOIN customer AS c ON c.id <= 150;
INSERT INTO hood_post (group_id, member_id, text) SELECT 1 + id % 40, 1 + id % 150, body FROM review WHERE id <= 800;
ANALYZE TABLE hood_member;
