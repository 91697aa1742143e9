-- Choirs with 160 songs each; a larger database has more choirs.
DROP TABLE IF EXISTS choir_song;
CREATE TABLE choir_song (
  choir_id BIGINT       NOT NULL,
  number   INT          NOT NULL,
  title    VARCHAR(255) NOT NULL,
  composer VARCHAR(200) NOT NULL,
  voices   VARCHAR(10)  NOT NULL,
  copies   INT          NOT NULL,
  PRIMARY KEY (choir_id, number)
) ENGINE = InnoDB;

INSERT INTO choir_song (choir_id, number, title, composer, voices, copies)
SELECT choir.id, song.id, song.title, author.name, ELT(1 + (choir.id + song.id) % 4, 'SATB', 'SSA', 'TTBB', 'SAB'), 4 + (choir.id * 7 + song.id) % 50
  FROM customer AS choir JOIN book AS song ON song.id <= 160 JOIN author ON author.id = 1 + (choir.id * 17 + song.id * 31) % 1250
 WHERE choir.id <= 40 * @factor;
