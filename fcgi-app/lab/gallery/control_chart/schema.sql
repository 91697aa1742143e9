-- Two analysers of a laboratory and what they have measured in control material, of three levels each. A larger database has older
-- analysers.
DROP TABLE IF EXISTS control_analyser, control_lot, control_value;
CREATE TABLE control_analyser (
  id           INT         NOT NULL,
  name         VARCHAR(60) NOT NULL,
  ward_phone   VARCHAR(20) NOT NULL,
  installed_on DATE        NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE control_lot (
  analyser_id  INT NOT NULL,
  level        INT NOT NULL,
  lot          INT NOT NULL,
  target_milli INT NOT NULL,
  sd_milli     INT NOT NULL,
  PRIMARY KEY (analyser_id, level)
) ENGINE = InnoDB;
CREATE TABLE control_value (
  analyser_id INT          NOT NULL,
  lot         INT          NOT NULL,
  sequence_no INT          NOT NULL,
  milli       INT          NOT NULL,
  operator    VARCHAR(200) NOT NULL,
  PRIMARY KEY (analyser_id, lot, sequence_no)
) ENGINE = InnoDB;

INSERT INTO control_analyser (id, name, ward_phone, installed_on) VALUES (1, 'Chemistry, left', '4471', '2019-03-01'), (2, 'Chemistry, right', '4472', '2021-09-15');
INSERT INTO control_lot (analyser_id, level, lot, target_milli, sd_milli)
SELECT a.id, l.id, 7000 + a.id * 10 + l.id, 1000 + l.id * 4000, 60 + l.id * 90 FROM control_analyser AS a JOIN tag AS l ON l.id <= 3;
INSERT INTO control_value (analyser_id, lot, sequence_no, milli, operator)
SELECT 1 + i.id % 2, 7000 + (1 + i.id % 2) * 10 + 1 + i.id DIV 2 % 3, i.id DIV 6,
       5000 + i.id DIV 2 % 3 * 4000 + (CAST(i.id * 7919 % 1000 AS SIGNED) + CAST(i.id * 104729 % 1000 AS SIGNED) - 999) * (60 + (1 + i.id DIV 2 % 3) * 90) DIV 230, c.name
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id DIV 400 % 2500 WHERE i.id <= 30000 * @factor;
ANALYZE TABLE control_value;
