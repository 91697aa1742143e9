DROP TABLE IF EXISTS file_grant;
DROP TABLE IF EXISTS drive_file;
CREATE TABLE drive_file (
  id        BIGINT       NOT NULL,
  name      VARCHAR(300) NOT NULL,
  owner_id  BIGINT       NOT NULL,
  bytes     BIGINT       NOT NULL,
  is_public TINYINT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_drive_file_owner_id (owner_id)
) ENGINE = InnoDB;
INSERT INTO drive_file (id, name, owner_id, bytes, is_public)
SELECT id, CONCAT(title, ELT(1 + id % 3, '.pdf', '.odt', '.png')), 1 + id * 13 % (2500 * @factor),
       2000 + id * 7919 % 8000000, id % 4 = 0
  FROM book WHERE id <= 4000 * @factor;

CREATE TABLE file_grant (
  file_id   BIGINT      NOT NULL,
  member_id BIGINT      NOT NULL,
  level     VARCHAR(10) NOT NULL,
  PRIMARY KEY (file_id, member_id),
  KEY idx_file_grant_member_id (member_id)
) ENGINE = InnoDB;
INSERT INTO file_grant (file_id, member_id, level)
SELECT book_id, 1 + tag_id * 5 % 2500, ELT(1 + (book_id + tag_id) % 3, 'read', 'comment', 'write')
  FROM book_tag WHERE book_id <= 4000 * @factor;
