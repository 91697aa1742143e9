DROP TABLE IF EXISTS gazetteer_place;
CREATE TABLE gazetteer_place (
  id       BIGINT       NOT NULL,
  name     VARCHAR(255) NOT NULL,
  postcode CHAR(5)      NOT NULL,
  region   VARCHAR(100) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_gazetteer_place_name_id (name, id),
  KEY idx_gazetteer_place_postcode_id (postcode, id)
) ENGINE = InnoDB;
INSERT INTO gazetteer_place (id, name, postcode, region)
SELECT b.id, CONCAT(SUBSTRING_INDEX(b.title, ' ', -1), ELT(1 + b.id % 6, 'ford', 'ton', 'bury', 'wick', 'field', 'mouth')),
       LPAD(b.id * 7919 % 100000, 5, '0'), c.name
  FROM book AS b JOIN country AS c ON c.id = 1 + b.id % 120
 WHERE b.id <= 8000 * @factor AND CHAR_LENGTH(b.title) < 100;
ANALYZE TABLE gazetteer_place;
