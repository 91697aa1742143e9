-- Cattle, the holdings that keep them, and their movements. Every animal was moved about five times.
DROP TABLE IF EXISTS cattle_move, cattle_animal, cattle_holding;
CREATE TABLE cattle_holding (
  id            BIGINT       NOT NULL,
  name          VARCHAR(200) NOT NULL,
  health_status VARCHAR(30)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE cattle_animal (
  id      BIGINT      NOT NULL,
  ear_tag VARCHAR(20) NOT NULL,
  breed   VARCHAR(30) NOT NULL,
  born    DATE        NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE cattle_move (
  id           BIGINT NOT NULL,
  animal_id    BIGINT NOT NULL,
  from_holding BIGINT NOT NULL,
  to_holding   BIGINT NOT NULL,
  moved_on     DATE   NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO cattle_holding (id, name, health_status)
SELECT id, name, ELT(1 + id % 4, 'free of BHV1', 'free of BVD', 'under observation', 'vaccinated') FROM publisher WHERE id <= 250;
INSERT INTO cattle_animal (id, ear_tag, breed, born)
SELECT id, CONCAT('DE 03 ', LPAD(id * 311 % 100000000, 8, '0')), ELT(1 + id % 4, 'Holstein', 'Simmental', 'Angus', 'Jersey'), DATE '2023-06-01' + INTERVAL id * 31 % 600 DAY
  FROM book WHERE id <= 4000 * @factor;
INSERT INTO cattle_move (id, animal_id, from_holding, to_holding, moved_on)
SELECT id, 1 + id DIV 5 % (4000 * @factor), 1 + id * 31 % 250, 1 + (id * 31 + 7) % 250, DATE '2025-01-01' + INTERVAL id DIV (60 * @factor) DAY
  FROM order_item WHERE id <= 20000 * @factor;
ANALYZE TABLE cattle_move, cattle_animal;
