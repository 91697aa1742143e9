-- Opera houses and their ballet companies. A cover is named for one part in four; half of those are needed.
DROP TABLE IF EXISTS ballet_dancer, ballet_casting, ballet_work, ballet_evening, ballet_rehearsal;
CREATE TABLE ballet_dancer (
  id   BIGINT       NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE ballet_work (
  id            BIGINT       NOT NULL,
  title         VARCHAR(255) NOT NULL,
  choreographer VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE ballet_evening (
  id        BIGINT   NOT NULL,
  house_id  INT      NOT NULL,
  begins_at DATETIME NOT NULL,
  ballet_id BIGINT   NOT NULL,
  PRIMARY KEY (id),
  KEY idx_ballet_evening_house_id_begins_at_id (house_id, begins_at, id)
) ENGINE = InnoDB;
CREATE TABLE ballet_casting (
  id         BIGINT      NOT NULL,
  evening_id BIGINT      NOT NULL,
  part       VARCHAR(60) NOT NULL,
  is_ill     BOOLEAN     NOT NULL,
  dancer_id  BIGINT      NOT NULL,
  cover_id   BIGINT      NULL,
  PRIMARY KEY (id),
  KEY idx_ballet_casting_evening_id (evening_id)
) ENGINE = InnoDB;
CREATE TABLE ballet_rehearsal (
  house_id  INT         NOT NULL,
  begins_at DATETIME    NOT NULL,
  studio    VARCHAR(20) NOT NULL,
  what      VARCHAR(60) NOT NULL,
  PRIMARY KEY (house_id, begins_at, studio)
) ENGINE = InnoDB;

INSERT INTO ballet_dancer (id, name) SELECT id, name FROM customer WHERE id <= 600;
INSERT INTO ballet_work (id, title, choreographer)
SELECT b.id, b.title, a.name FROM book AS b JOIN author AS a ON a.id = b.author_id WHERE b.id <= 90;
INSERT INTO ballet_evening (id, house_id, begins_at, ballet_id)
SELECT id, 1 + id % (6 * @factor), TIMESTAMPADD(DAY, id DIV 6 DIV @factor, TIMESTAMP '2025-11-20 19:30:00'), 1 + id * 31 % 90
  FROM book WHERE id <= 1200 * @factor;
INSERT INTO ballet_casting (id, evening_id, part, is_ill, dancer_id, cover_id)
SELECT (e.id - 1) * 8 + p.id, e.id, ELT(p.id, 'Princess', 'Prince', 'Sorcerer', 'Friend', 'Mother', 'Jester', 'Shade', 'Stranger'),
       (e.id + p.id) % 8 = 3, 1 + (e.id * 13 + p.id * 71) % 600, IF((e.id + p.id) % 4 = 3, 1 + (e.id * 13 + p.id * 71 + 300) % 600, NULL)
  FROM ballet_evening AS e JOIN country AS p ON p.id <= 8;
INSERT INTO ballet_rehearsal (house_id, begins_at, studio, what)
SELECT h.id, TIMESTAMPADD(MINUTE, s.id % 6 * 90, TIMESTAMPADD(DAY, d.id, TIMESTAMP '2025-11-20 10:00:00')), CONCAT('Studio ', 1 + s.id % 4), ELT(1 + s.id % 3, 'corps', 'solos', 'stage with orchestra')
  FROM country AS h JOIN country AS d ON d.id <= 30 JOIN country AS s ON s.id <= 12 WHERE h.id <= 6;
ANALYZE TABLE ballet_evening, ballet_casting;
