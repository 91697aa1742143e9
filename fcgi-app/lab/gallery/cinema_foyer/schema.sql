-- Cinemas with 600 screenings each. A larger database has more cinemas and films.
DROP TABLE IF EXISTS cinema_feature, cinema_credit, cinema_screening, cinema_notice, cinema_bar_item;
CREATE TABLE cinema_feature (
  id          BIGINT       NOT NULL,
  title       VARCHAR(255) NOT NULL,
  minutes     INT          NOT NULL,
  certificate VARCHAR(5)   NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE cinema_credit (
  id         BIGINT       NOT NULL,
  feature_id BIGINT       NOT NULL,
  person     VARCHAR(200) NOT NULL,
  task       VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_cinema_credit_feature_id (feature_id)
) ENGINE = InnoDB;
CREATE TABLE cinema_screening (
  id         BIGINT      NOT NULL,
  cinema_id  BIGINT      NOT NULL,
  begins_at  DATETIME    NOT NULL,
  hall       VARCHAR(10) NOT NULL,
  language   VARCHAR(10) NOT NULL,
  seats_left INT         NOT NULL,
  feature_id BIGINT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_cinema_screening_cinema_id_begins_at_id (cinema_id, begins_at, id)
) ENGINE = InnoDB;
CREATE TABLE cinema_notice (
  id          BIGINT       NOT NULL,
  cinema_id   BIGINT       NOT NULL,
  text        VARCHAR(200) NOT NULL,
  shown_until DATETIME     NOT NULL,
  PRIMARY KEY (id),
  KEY idx_cinema_notice_cinema_id_shown_until (cinema_id, shown_until)
) ENGINE = InnoDB;
-- What the bars sell: 24 items in every cinema.
CREATE TABLE cinema_bar_item (
  id       INT         NOT NULL,
  name     VARCHAR(60) NOT NULL,
  cents    INT         NOT NULL,
  is_offer BOOLEAN     NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO cinema_feature (id, title, minutes, certificate)
SELECT id, title, 70 + id * 7919 % 90, ELT(1 + id % 4, 'U', 'PG', '12', '16') FROM book WHERE id <= 400 * @factor;
INSERT INTO cinema_credit (id, feature_id, person, task)
SELECT (f.id - 1) * 8 + part.id, f.id, a.name, ELT(1 + part.id % 4, 'cast', 'director', 'music', 'camera')
  FROM cinema_feature AS f JOIN country AS part ON part.id <= 8 JOIN author AS a ON a.id = 1 + (f.id * 13 + part.id * 31) % 1250;
INSERT INTO cinema_screening (id, cinema_id, begins_at, hall, language, seats_left, feature_id)
SELECT id, 1 + id % (10 * @factor), TIMESTAMPADD(MINUTE, id * 20 DIV @factor, TIMESTAMP '2025-11-01 10:00:00'), CONCAT('Hall ', 1 + id * 7 % 9),
       ELT(1 + id % 3, 'original', 'subtitled', 'dubbed'), id * 31 % 90, 1 + id * 17 % (400 * @factor)
  FROM book WHERE id <= 6000 * @factor;
INSERT INTO cinema_notice (id, cinema_id, text, shown_until)
SELECT id, 1 + id % (10 * @factor), ELT(1 + id % 3, 'Hall 3 has no step.', 'The car park closes at one.', 'Please bring your glasses back.'),
       TIMESTAMPADD(DAY, id % 200, TIMESTAMP '2025-07-01 00:00:00')
  FROM book WHERE id <= 200 * @factor;
INSERT INTO cinema_bar_item (id, name, cents, is_offer)
SELECT id, CONCAT(ELT(1 + id % 4, 'Popcorn', 'Lemonade', 'Nachos', 'Coffee'), ' no. ', id), 250 + id * 31 % 400, id % 5 = 1 FROM country WHERE id <= 24;
ANALYZE TABLE cinema_credit, cinema_screening;
