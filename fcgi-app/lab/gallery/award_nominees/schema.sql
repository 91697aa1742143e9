-- Films of a festival, with their showings. Half are co-productions of two or three countries.
DROP TABLE IF EXISTS filmfest_film, filmfest_showing, filmfest_film_country;
CREATE TABLE filmfest_film (
  id              BIGINT       NOT NULL,
  year            INT          NOT NULL,
  programme       VARCHAR(20)  NOT NULL,
  title           VARCHAR(255) NOT NULL,
  minutes         INT          NOT NULL,
  is_coproduction BOOLEAN      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_filmfest_film_year_programme_title_id (year, programme, title, id)
) ENGINE = InnoDB;
CREATE TABLE filmfest_showing (
  id        BIGINT      NOT NULL,
  film_id   BIGINT      NOT NULL,
  cinema    VARCHAR(60) NOT NULL,
  starts_at DATETIME    NOT NULL,
  PRIMARY KEY (id),
  KEY idx_filmfest_showing_film_id (film_id)
) ENGINE = InnoDB;
CREATE TABLE filmfest_film_country (
  film_id    BIGINT NOT NULL,
  country_id BIGINT NOT NULL,
  PRIMARY KEY (film_id, country_id)
) ENGINE = InnoDB;

-- 800 films in each programme of each year; of a larger database, more.
INSERT INTO filmfest_film (id, year, programme, title, minutes, is_coproduction)
SELECT id, 2022 + id % 4, IF(id DIV 4 % 2 = 0, 'competition', 'guests'), title, 70 + id * 37 % 90, id DIV 8 % 2 FROM book WHERE id <= 6400 * @factor;
INSERT INTO filmfest_showing (id, film_id, cinema, starts_at)
SELECT id, 1 + id % (6400 * @factor), ELT(1 + id % 5, 'Odeon', 'Lichtburg', 'Delphi', 'Kino am Wall', 'Studio 3'),
       TIMESTAMPADD(MINUTE, id % 5000 * 5, CONCAT(2022 + (1 + id % (6400 * @factor)) % 4, '-06-01 10:00:00'))
  FROM order_item WHERE id <= 19200 * @factor;
INSERT INTO filmfest_film_country (film_id, country_id)
SELECT f.id, 1 + (f.id * 7 + n.id * 13) % 120 FROM filmfest_film AS f JOIN tag AS n ON n.id <= IF(f.is_coproduction, 2 + f.id % 2, 1);
ANALYZE TABLE filmfest_film, filmfest_showing, filmfest_film_country;
