-- Children who start school, 25 in each class, and the certificates that the school doctor has seen, 25 on each sheet. The
-- sheets have another order than the classes, but ten sheets have the children of ten classes. Every eleventh is missing.
DROP TABLE IF EXISTS school_starter, doctor_certificate;
CREATE TABLE school_starter (
  class_no BIGINT       NOT NULL,
  seat     BIGINT       NOT NULL,
  name     VARCHAR(200) NOT NULL,
  born     DATE         NOT NULL,
  PRIMARY KEY (class_no, seat)
) ENGINE = InnoDB;
CREATE TABLE doctor_certificate (
  sheet    BIGINT       NOT NULL,
  line     BIGINT       NOT NULL,
  child    VARCHAR(200) NOT NULL,
  born     DATE         NOT NULL,
  given_on DATE         NOT NULL,
  PRIMARY KEY (sheet, line)
) ENGINE = InnoDB;
INSERT INTO school_starter (class_no, seat, name, born)
SELECT 1 + (o.id - 1) DIV 25, 1 + (o.id - 1) % 25, c.name, DATE '2018-10-01' + INTERVAL o.id * 131 % 365 DAY
  FROM order_item AS o JOIN customer AS c ON c.id = 1 + o.id % 2500 WHERE o.id <= 9000 * @factor;
INSERT INTO doctor_certificate (sheet, line, child, born, given_on)
SELECT 1 + ((o.id - 1) DIV 250 * 250 + (o.id - 1) % 250 * 97 % 250) DIV 25, 1 + (o.id - 1) % 250 * 97 % 25,
       REPLACE(c.name, ' ', '-'), DATE '2018-10-01' + INTERVAL o.id * 131 % 365 DAY, DATE '2020-01-15' + INTERVAL o.id * 53 % 1500 DAY
  FROM order_item AS o JOIN customer AS c ON c.id = 1 + o.id % 2500 WHERE o.id <= 9000 * @factor AND o.id % 11 <> 0;
