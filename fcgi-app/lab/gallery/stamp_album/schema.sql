DROP TABLE IF EXISTS stamp;
DROP TABLE IF EXISTS stamp_album;
CREATE TABLE stamp_album (
  id      BIGINT       NOT NULL,
  title   VARCHAR(100) NOT NULL,
  version INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE stamp (
  album_id BIGINT       NOT NULL,
  place    INT          NOT NULL,
  name     VARCHAR(255) NOT NULL,
  year     INT          NOT NULL,
  picture  MEDIUMTEXT   NOT NULL,  -- base64
  PRIMARY KEY (album_id, place)
) ENGINE = InnoDB;
INSERT INTO stamp_album (id, title, version) SELECT id, CONCAT('Stamps of ', name), 3 + id % 9 FROM country;
-- Two full albums in the smallest dataset; a larger one has those of more collectors.
INSERT INTO stamp (album_id, place, name, year, picture)
SELECT 1 + (id - 1) DIV 320, 1 + (id - 1) % 320, title, year,
       RPAD(MD5(id), 1600 + id * 37 % 100 * 4, MD5(id * 7))
  FROM document WHERE id <= 640 * @factor;
