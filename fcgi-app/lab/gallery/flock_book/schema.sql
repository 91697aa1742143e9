-- Sheep of nine hundred breeders at every size.
DROP TABLE IF EXISTS flock_sheep, flock_breeder;
CREATE TABLE flock_breeder (
  id   INT          NOT NULL,
  farm VARCHAR(255) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE flock_sheep (
  tag        BIGINT      NOT NULL,
  breeder_id INT         NOT NULL,
  breed      VARCHAR(40) NOT NULL,
  sex        VARCHAR(6)  NOT NULL,
  born_on    DATE        NOT NULL,
  sire_tag   BIGINT      NULL,
  dam_tag    BIGINT      NULL,
  grade      VARCHAR(4)  NOT NULL,
  PRIMARY KEY (tag)
) ENGINE = InnoDB;

INSERT INTO flock_breeder (id, farm) SELECT id, CONCAT(name, ' farm') FROM publisher WHERE id <= 900;
INSERT INTO flock_sheep (tag, breeder_id, breed, sex, born_on, sire_tag, dam_tag, grade)
SELECT 70000000 + id, 1 + id * 7 % 900, ELT(1 + id % 5, 'Texel', 'Merino', 'Suffolk', 'Skudde', 'Valais Blacknose'),
       IF(id % 9 = 0, 'ram', 'ewe'), DATE '2015-02-01' + INTERVAL id % 3600 DAY, IF(id < 400, NULL, 70000000 + id DIV 9 * 9 - 360),
       IF(id < 400, NULL, 70000000 + id - 41 - id % 300), ELT(1 + id % 4, 'I', 'IIa', 'IIb', 'III')
  FROM order_item WHERE id <= 30000 * @factor;
ANALYZE TABLE flock_sheep;
