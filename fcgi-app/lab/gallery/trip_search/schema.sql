-- Places that a travel agency offers.
DROP TABLE IF EXISTS trip_place;
CREATE TABLE trip_place (
  id          BIGINT       NOT NULL,
  name        VARCHAR(220) NOT NULL,
  folded      VARCHAR(220) NOT NULL,  -- the name in lower case
  sound       VARCHAR(220) NOT NULL,
  country_id  BIGINT       NOT NULL,
  nights_from INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_trip_place_folded_id (folded, id),
  KEY idx_trip_place_sound_id (sound, id)
) ENGINE = InnoDB;
INSERT INTO trip_place (id, name, folded, sound, country_id, nights_from)
SELECT id, name, LOWER(name), SOUNDEX(name), country_id, 2 + id % 6
  FROM (SELECT id, country_id, CONCAT(ELT(1 + id % 6, 'Port ', 'Saint ', 'Upper ', 'Bad ', 'Lake ', 'Old '), SUBSTRING_INDEX(name, ' ', -1)) AS name
          FROM author WHERE id <= 1250 * @factor) AS named;
ANALYZE TABLE trip_place;
