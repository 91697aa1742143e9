-- Vehicles without plates, fees, and the newest five hundred registrations.
DROP TABLE IF EXISTS motor_vehicle, motor_fee, motor_registration, motor_plate, motor_journal;
CREATE TABLE motor_vehicle (
  id             BIGINT      NOT NULL,
  vin            CHAR(17)    NOT NULL,
  model          VARCHAR(60) NOT NULL,
  keeper_id      BIGINT      NOT NULL,
  plate_blank_id BIGINT      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE motor_fee (
  applies_to VARCHAR(20) NOT NULL,
  title      VARCHAR(60) NOT NULL,
  cents      BIGINT      NOT NULL,
  PRIMARY KEY (applies_to, title)
) ENGINE = InnoDB;
CREATE TABLE motor_registration (
  id         BIGINT      NOT NULL AUTO_INCREMENT,
  vehicle_id BIGINT      NOT NULL,
  keeper_id  BIGINT      NOT NULL,
  state      VARCHAR(20) NOT NULL,
  payment    VARCHAR(60) NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE motor_plate (
  registration_id BIGINT      NOT NULL,
  side            VARCHAR(5)  NOT NULL,
  text            VARCHAR(12) NOT NULL,
  PRIMARY KEY (registration_id, side)
) ENGINE = InnoDB;
CREATE TABLE motor_journal (
  registration_id BIGINT      NOT NULL,
  entry           VARCHAR(60) NOT NULL,
  PRIMARY KEY (registration_id)
) ENGINE = InnoDB;

INSERT INTO motor_vehicle (id, vin, model, keeper_id, plate_blank_id)
SELECT id, CONCAT('WV2', LPAD(id * 7919 % 10000000, 14, '0')), ELT(1 + id % 5, 'van', 'estate car', 'tractor', 'motorcycle', 'camper'), id, 1 + id * 131 % 25000
  FROM customer WHERE id <= 1500 * @factor;
INSERT INTO motor_fee (applies_to, title, cents) VALUES
  ('registration', 'Certificate', 3000), ('registration', 'Plates', 2640), ('registration', 'Seals', 380), ('reservation', 'Number of your choice', 1020);
