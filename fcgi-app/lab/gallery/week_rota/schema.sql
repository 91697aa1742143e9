DROP TABLE IF EXISTS rota_shift, rota_person;
CREATE TABLE rota_person (
  id   BIGINT       NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE rota_shift (
  person_id  BIGINT NOT NULL,
  day        INT    NOT NULL,  -- 0 is Monday
  first_hour INT    NOT NULL,
  hours      INT    NOT NULL,
  PRIMARY KEY (person_id, day)
) ENGINE = InnoDB;
INSERT INTO rota_person (id, name) SELECT id, name FROM customer WHERE id <= 640 * @factor;
INSERT INTO rota_shift (person_id, day, first_hour, hours)
SELECT p.id, d.id - 1, 6 + (p.id * 5 + d.id) % 9, 4 + (p.id + d.id) % 5
  FROM rota_person p JOIN country d ON d.id <= 7 WHERE (p.id + d.id * 3) % 7 < 5;
