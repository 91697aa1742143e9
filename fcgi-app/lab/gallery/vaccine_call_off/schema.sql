-- Vets' practices, what each uses in a month, and the newest three hundred orders.
DROP TABLE IF EXISTS vet_practice, vet_vaccine, vet_usual_dose, vaccine_order, vaccine_order_line;
CREATE TABLE vet_practice (
  id            INT          NOT NULL,
  name          VARCHAR(255) NOT NULL,
  fridge_litres INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE vet_vaccine (
  id      BIGINT      NOT NULL,
  sku     VARCHAR(20) NOT NULL,
  name    VARCHAR(80) NOT NULL,
  species VARCHAR(20) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE vet_usual_dose (
  practice_id INT    NOT NULL,
  vaccine_id  BIGINT NOT NULL,
  doses       BIGINT NOT NULL,
  PRIMARY KEY (practice_id, vaccine_id)
) ENGINE = InnoDB;
CREATE TABLE vaccine_order (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  practice_id INT         NOT NULL,
  state       VARCHAR(10) NOT NULL,
  short_lines INT         NOT NULL DEFAULT 0,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE vaccine_order_line (
  order_id   BIGINT NOT NULL,
  vaccine_id BIGINT NOT NULL,
  doses      BIGINT NOT NULL,
  PRIMARY KEY (order_id, vaccine_id)
) ENGINE = InnoDB;

INSERT INTO vet_practice (id, name, fridge_litres) SELECT id, CONCAT(name, ' veterinary practice'), 20 + id % 9 * 10 FROM publisher WHERE id <= 500;
INSERT INTO vet_vaccine (id, sku, name, species)
SELECT id, sku, CONCAT(ELT(1 + id % 5, 'Rabivac', 'Felimun', 'Tetanus serum', 'Bluetongue', 'Parvodog'), ' ', id),
       ELT(1 + id % 4, 'cats', 'dogs', 'horses', 'sheep') FROM indexed_product WHERE id <= 200;
INSERT INTO vet_usual_dose (practice_id, vaccine_id, doses)
SELECT p.id, 1 + (p.id * 31 + t.id * 3) % 200, 2 + (p.id + t.id * 7) % 60 FROM vet_practice AS p JOIN tag AS t ON t.id <= 40;
ANALYZE TABLE vet_usual_dose, vet_vaccine;
