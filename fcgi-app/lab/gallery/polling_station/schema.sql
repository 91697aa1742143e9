-- Streets in sections that vote at the same place. A larger city has more sections and more stations.
DROP TABLE IF EXISTS voting_station, voting_street;
CREATE TABLE voting_station (
  id            BIGINT       NOT NULL,
  name          VARCHAR(100) NOT NULL,
  address       VARCHAR(200) NOT NULL,
  is_accessible BOOLEAN      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE voting_street (
  id          BIGINT       NOT NULL,
  name        VARCHAR(150) NOT NULL,
  from_number BIGINT       NOT NULL,
  to_number   BIGINT       NOT NULL,
  side        VARCHAR(4)   NOT NULL,  -- odd, even or both
  station_id  BIGINT       NOT NULL,
  PRIMARY KEY (id),
  KEY idx_voting_street_name_from_number (name, from_number)
) ENGINE = InnoDB;
INSERT INTO voting_station (id, name, address, is_accessible)
SELECT b.id, CONCAT(ELT(1 + b.id % 4, 'School ', 'Town hall ', 'Sports hall ', 'Parish hall '), b.id), CONCAT(k.name, ' Street ', 1 + b.id % 70), b.id % 3 <> 0
  FROM book AS b JOIN country AS k ON k.id = 1 + b.id % 120 WHERE b.id <= 300 * @factor;
INSERT INTO voting_street (id, name, from_number, to_number, side, station_id)
SELECT b.id, CONCAT(k.name, ' ', ELT(1 + b.id DIV 480 % 3, 'Street', 'Lane', 'Square'), ' ', 1 + b.id DIV 1440), 1 + b.id DIV 240 % 2 * 40, 40 + b.id DIV 240 % 2 * 40,
       IF(b.id DIV 480 % 3 = 2, 'both', IF(b.id DIV 120 % 2 = 0, 'odd', 'even')), 1 + b.id * 31 % (300 * @factor)
  FROM book AS b JOIN country AS k ON k.id = 1 + b.id % 120 WHERE b.id <= 9000 * @factor;
ANALYZE TABLE voting_street, voting_station;
