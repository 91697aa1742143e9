DROP TABLE IF EXISTS blood_unit;
DROP TABLE IF EXISTS blood_minimum;
CREATE TABLE blood_minimum (
  blood_group VARCHAR(3) NOT NULL,
  units       INT        NOT NULL,
  PRIMARY KEY (blood_group)
) ENGINE = InnoDB;
CREATE TABLE blood_unit (
  number      VARCHAR(12) NOT NULL,
  blood_group VARCHAR(3)  NOT NULL,
  state       VARCHAR(10) NOT NULL,
  expires_on  DATE        NOT NULL,
  PRIMARY KEY (number),
  KEY idx_blood_unit_state_expires_on_blood_group (state, expires_on, blood_group)
) ENGINE = InnoDB;
INSERT INTO blood_minimum (blood_group, units)
VALUES ('0+', 60), ('0-', 30), ('A+', 60), ('A-', 20), ('AB+', 10), ('AB-', 5), ('B+', 20), ('B-', 10);
-- The last 400 are in the fridge, in every dataset.
INSERT INTO blood_unit (number, blood_group, state, expires_on)
SELECT CONCAT('U', LPAD(id, 9, '0')), ELT(1 + id * 31 % 16, '0+', '0+', '0+', '0+', '0+', 'A+', 'A+', 'A+', 'A+', 'A+', 'B+', 'B+', '0-', 'A-', 'AB+', 'B-'),
       CASE WHEN id > 30000 * @factor - 400 THEN 'free' WHEN id % 50 = 0 THEN 'expired' ELSE 'given' END,
       IF(id > 30000 * @factor - 400, TIMESTAMPADD(DAY, id % 42, DATE '2025-12-28'), TIMESTAMPADD(DAY, -(id % 1400), DATE '2025-12-27'))
  FROM order_item WHERE id <= 30000 * @factor;
