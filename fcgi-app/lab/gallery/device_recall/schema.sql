-- Infusion pumps: their lots, what was tested, and where they were delivered. A lot has forty pumps.
DROP TABLE IF EXISTS pump_lot, pump_lot_test, pump_delivered, pump_hospital;
CREATE TABLE pump_lot (
  id        BIGINT       NOT NULL,
  code      CHAR(8)      NOT NULL,
  product   VARCHAR(60)  NOT NULL,
  built_on  DATE         NOT NULL,
  line      VARCHAR(10)  NOT NULL,
  inspector VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE pump_lot_test (
  lot_id      BIGINT      NOT NULL,
  test        VARCHAR(40) NOT NULL,
  measured    INT         NOT NULL,
  lower_limit INT         NOT NULL,
  upper_limit INT         NOT NULL,
  PRIMARY KEY (lot_id, test)
) ENGINE = InnoDB;
CREATE TABLE pump_hospital (
  id   BIGINT       NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE pump_delivered (
  serial       CHAR(14)    NOT NULL,
  hospital_id  BIGINT      NOT NULL,
  ward         VARCHAR(10) NOT NULL,
  delivered_on DATE        NOT NULL,
  PRIMARY KEY (serial)
) ENGINE = InnoDB;

INSERT INTO pump_hospital (id, name) SELECT p.id, CONCAT('Hospital ', p.name) FROM publisher AS p WHERE p.id <= 900;
INSERT INTO pump_lot (id, code, product, built_on, line, inspector)
SELECT b.id, CONCAT('P', CHAR(65 + b.id % 26), LPAD(b.id, 6, '0')), ELT(1 + b.id % 3, 'Perfuse 20', 'Perfuse 50', 'Perfuse Neo'),
       DATE '2015-02-02' + INTERVAL b.id % 3900 DAY, CONCAT('L', 1 + b.id % 4), a.name
  FROM book AS b JOIN author AS a ON a.id = 1 + b.id % 40 WHERE b.id <= 750 * @factor;
INSERT INTO pump_lot_test (lot_id, test, measured, lower_limit, upper_limit)
SELECT l.id, t.name, t.lower_limit + l.id * 31 % (t.width + 3), t.lower_limit, t.lower_limit + t.width
  FROM pump_lot AS l
  JOIN (SELECT 'flow, ml per hour' AS name, 98 AS lower_limit, 4 AS width UNION SELECT 'occlusion pressure, mbar', 780, 60
        UNION SELECT 'leak current, uA', 10, 40 UNION SELECT 'alarm after, ms', 400, 350) AS t;
INSERT INTO pump_delivered (serial, hospital_id, ward, delivered_on)
SELECT CONCAT(l.code, LPAD(100 + i.id, 6, '0')), 1 + i.id * 37 % 900, CONCAT(1 + i.id % 9, CHAR(65 + i.id % 4)), l.built_on + INTERVAL 20 + i.id % 90 DAY
  FROM order_item AS i JOIN pump_lot AS l ON l.id = 1 + (i.id - 1) DIV 40 WHERE i.id <= 30000 * @factor;
ANALYZE TABLE pump_lot, pump_delivered, pump_hospital;
