DROP TABLE IF EXISTS club_member;
CREATE TABLE club_member (
  club_id     BIGINT      NOT NULL,
  position    INT         NOT NULL,
  customer_id BIGINT      NOT NULL,
  role        VARCHAR(20) NOT NULL,
  PRIMARY KEY (club_id, position)
) ENGINE = InnoDB;
INSERT INTO club_member (club_id, position, customer_id, role)
SELECT club.id, c.id, 1 + (c.id * 7 + club.id) % 2500, IF(c.id % 50 = 1, 'host', 'reader')
  FROM country club JOIN customer c ON c.id <= 2500 WHERE club.id <= 2 + @factor;
