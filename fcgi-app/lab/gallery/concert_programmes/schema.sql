DROP TABLE IF EXISTS choir_piece_soloist, choir_soloist, choir_piece, choir_concert;
CREATE TABLE choir_concert (
  id      BIGINT       NOT NULL,
  title   VARCHAR(255) NOT NULL,
  hall    VARCHAR(100) NOT NULL,
  held_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE choir_piece (
  id         BIGINT       NOT NULL,
  concert_id BIGINT       NOT NULL,
  position   INT          NOT NULL,
  composer   VARCHAR(200) NOT NULL,
  title      VARCHAR(255) NOT NULL,
  has_solo   BOOLEAN      NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY idx_choir_piece_concert_id_position (concert_id, position)
) ENGINE = InnoDB;
CREATE TABLE choir_soloist (
  id   BIGINT       NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE choir_piece_soloist (
  piece_id   BIGINT      NOT NULL,
  soloist_id BIGINT      NOT NULL,
  part       VARCHAR(20) NOT NULL,
  PRIMARY KEY (piece_id, soloist_id)
) ENGINE = InnoDB;

-- Four or five pieces in a concert. Two of three have soloists, one to four of them.
INSERT INTO choir_concert (id, title, hall, held_on)
SELECT b.id, b.title, CONCAT('Hall of ', k.name), TIMESTAMPADD(DAY, b.id * 3, DATE '2010-01-01')
  FROM book AS b JOIN country AS k ON k.id = 1 + b.id % 120 WHERE b.id <= 2000 * @factor;
INSERT INTO choir_piece (id, concert_id, position, composer, title, has_solo)
SELECT b.id, 1 + (b.id - 1) % (2000 * @factor), 1 + (b.id - 1) DIV (2000 * @factor), a.name, b.title, b.id % 3 <> 0
  FROM book AS b JOIN author AS a ON a.id = b.author_id WHERE b.id <= 9000 * @factor;
INSERT INTO choir_soloist (id, name) SELECT id, name FROM customer WHERE id <= 500;
INSERT INTO choir_piece_soloist (piece_id, soloist_id, part)
SELECT p.id, 1 + (p.id * 31 + t.id * 101) % 500, ELT(t.id, 'soprano', 'alto', 'tenor', 'bass')
  FROM choir_piece AS p JOIN tag AS t ON t.id <= 1 + p.id % 4 WHERE p.has_solo;
