-- The running orders of a radio station, one for each day, and its library of recordings.
DROP TABLE IF EXISTS running_day, running_item, music_recording;
CREATE TABLE running_day (
  id       BIGINT       NOT NULL,
  aired_on DATE         NOT NULL,
  producer VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE running_item (
  day_id   BIGINT       NOT NULL,
  position INT          NOT NULL,
  form     VARCHAR(10)  NOT NULL,
  slug     VARCHAR(100) NOT NULL,
  seconds  INT          NOT NULL,
  isrc     CHAR(12)     NULL,  -- of songs
  PRIMARY KEY (day_id, position)
) ENGINE = InnoDB;
CREATE TABLE music_recording (
  isrc       CHAR(12)     NOT NULL,
  title      VARCHAR(255) NOT NULL,
  performer  VARCHAR(200) NOT NULL,
  label_code VARCHAR(10)  NOT NULL,
  PRIMARY KEY (isrc)
) ENGINE = InnoDB;

-- About 750 items a day, seven songs in nine items. A few recordings have not been entered yet.
INSERT INTO running_day (id, aired_on, producer)
SELECT c.id, DATE '2026-01-01' - INTERVAL c.id DAY, c.name FROM customer AS c WHERE c.id <= 40 * @factor;
INSERT INTO running_item (day_id, position, form, slug, seconds, isrc)
SELECT 1 + i.id % (40 * @factor), i.id DIV (40 * @factor),
       ELT(1 + i.id DIV (40 * @factor) % 9, 'news', 'song', 'song', 'song', 'report', 'song', 'song', 'song', 'song'),
       ELT(1 + i.id DIV (40 * @factor) % 9, 'Headlines and weather', 'Song', 'Song', 'Song', 'From the regions', 'Song', 'Song', 'Song', 'Song'),
       90 + i.id * 37 % 170,
       IF(i.id DIV (40 * @factor) % 9 IN (0, 4), NULL, CONCAT('GBRDX', LPAD(1 + i.id * 37 % 2399, 7, '0')))
  FROM order_item AS i WHERE i.id <= 30000 * @factor;
INSERT INTO music_recording (isrc, title, performer, label_code)
SELECT CONCAT('GBRDX', LPAD(b.id, 7, '0')), b.title, a.name, CONCAT('LC ', LPAD(b.id * 31 % 99999, 5, '0'))
  FROM book AS b JOIN author AS a ON a.id = b.author_id WHERE b.id <= 2400 AND b.id % 50 <> 9;
ANALYZE TABLE running_item, music_recording;
