-- The streets of a country. "Estuary" is in the names of five, whatever their number.
DROP TABLE IF EXISTS city_street;
CREATE TABLE city_street (
  id       BIGINT       NOT NULL,
  name     VARCHAR(255) NOT NULL,
  district VARCHAR(100) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_city_street_name_id_district (name, id, district)
) ENGINE = InnoDB;
INSERT INTO city_street (id, name, district)
SELECT b.id, CONCAT(ELT(1 + b.id % 4, 'Old ', 'New ', 'Upper ', 'Lower '),
                    IF(b.id % 1999 = 7 AND b.id < 10000, 'Estuary', REPLACE(LEFT(a.name, 60), 'Estuary', 'Quay')),
                    ELT(1 + b.id % 3, ' Lane', ' Street', ' Row')), c.name
  FROM book AS b JOIN author AS a ON a.id = b.author_id JOIN country AS c ON c.id = 1 + b.id % 120
 WHERE b.id <= 10000 * @factor;
ANALYZE TABLE city_street;
