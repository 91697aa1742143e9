-- The walls of eight classes. One post in six was edited later.
DROP TABLE IF EXISTS wall_classroom, wall_notice, wall_post;
CREATE TABLE wall_classroom (
  id      INT          NOT NULL,
  name    VARCHAR(60)  NOT NULL,
  teacher VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE wall_notice (
  classroom_id INT          NOT NULL,
  position     INT          NOT NULL,
  text         VARCHAR(200) NOT NULL,
  PRIMARY KEY (classroom_id, position)
) ENGINE = InnoDB;
CREATE TABLE wall_post (
  id           BIGINT       NOT NULL,
  classroom_id INT          NOT NULL,
  pupil        VARCHAR(200) NOT NULL,
  body         VARCHAR(500) NOT NULL,
  posted_at    DATETIME(6)  NOT NULL,
  edited_at    DATETIME(6)  NULL,
  PRIMARY KEY (id),
  KEY idx_wall_post_classroom_id_posted_at (classroom_id, posted_at, id)
) ENGINE = InnoDB;

INSERT INTO wall_classroom (id, name, teacher) SELECT id, CONCAT('Class ', 4 + id, 'a'), name FROM customer WHERE id <= 8;
INSERT INTO wall_notice (classroom_id, position, text)
SELECT room.id, part.id, ELT(part.id, 'Bring your swimming things on Thursday', 'The museum costs 4 euros', 'No homework over the holidays')
  FROM wall_classroom AS room JOIN tag AS part ON part.id <= 1 + room.id % 3;
INSERT INTO wall_post (id, classroom_id, pupil, body, posted_at, edited_at)
SELECT r.id, 1 + r.id % 8, c.name, r.body, TIMESTAMPADD(SECOND, r.id * 1200 DIV @factor, TIMESTAMP '2025-01-10 08:00:00'),
       IF(r.id % 6 = 1, TIMESTAMPADD(SECOND, r.id * 1200 DIV @factor + 3600 * (1 + r.id * 31 % 900), TIMESTAMP '2025-01-10 08:00:00'), NULL)
  FROM review AS r JOIN customer AS c ON c.id = r.customer_id WHERE r.id <= 24000 * @factor;
ANALYZE TABLE wall_post;
