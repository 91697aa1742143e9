-- Films with the cues of their subtitles, most of which begin with who speaks.
DROP TABLE IF EXISTS film, film_cue;
CREATE TABLE film (
  id       BIGINT       NOT NULL,
  title    VARCHAR(255) NOT NULL,
  language VARCHAR(40)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE film_cue (
  film_id BIGINT       NOT NULL,
  number  INT          NOT NULL,
  second  INT          NOT NULL,
  text    VARCHAR(600) NOT NULL,
  PRIMARY KEY (film_id, number)
) ENGINE = InnoDB;

INSERT INTO film (id, title, language) SELECT id, title, ELT(1 + id % 3, 'English', 'Dutch', 'Polish') FROM document WHERE id <= 8;
INSERT INTO film_cue (film_id, number, second, text)
SELECT film.id, review.id, review.id * 3,
       CONCAT(IF(review.id % 5 = 4, '', ELT(1 + (review.id + film.id) % 6, 'OLD MAN IN A HAT: ', 'NORA: ', 'THE OTHER SISTER: ', 'DR. WEBER: ', 'BOY: ', 'VOICE ON THE RADIO: ')),
              LEFT(review.body, 80))
  FROM film JOIN review ON review.id <= 2600;
