-- Damage to the cars of a car-sharing fleet. A repair takes three parts.
DROP TABLE IF EXISTS pooled_damage, pooled_damage_part, pooled_workshop;
CREATE TABLE pooled_workshop (
  id      INT          NOT NULL,
  name    VARCHAR(200) NOT NULL,
  country CHAR(2)      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE pooled_damage (
  id          BIGINT       NOT NULL,
  plate       VARCHAR(20)  NOT NULL,
  model       VARCHAR(40)  NOT NULL,
  noted       VARCHAR(200) NOT NULL,
  workshop_id INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE pooled_damage_part (
  damage_id  BIGINT NOT NULL,
  position   INT    NOT NULL,
  product_id BIGINT NOT NULL,
  PRIMARY KEY (damage_id, position)
) ENGINE = InnoDB;

INSERT INTO pooled_workshop (id, name, country)
SELECT p.id, CONCAT('Garage ', p.name), k.code FROM publisher AS p JOIN country AS k ON k.id = p.country_id WHERE p.id <= 50;
INSERT INTO pooled_damage (id, plate, model, noted, workshop_id)
SELECT id, CONCAT('CS-', 1000 + id * 7919 % 9000), ELT(1 + id % 4, 'Corsa', 'Zoe', 'ID.3', 'Fiesta'),
       ELT(1 + id % 5, 'Scratch on the left door', 'Bumper is loose', 'Mirror has been torn off', 'Rear light is broken', 'Rim hit a kerb'), 1 + id % 50
  FROM customer_order WHERE id <= 1000 * @factor;
INSERT INTO pooled_damage_part (damage_id, position, product_id)
SELECT d.id, n.id, 1 + (d.id * 31 + n.id * 977) % 25000 FROM pooled_damage AS d JOIN tag AS n ON n.id <= 3;
