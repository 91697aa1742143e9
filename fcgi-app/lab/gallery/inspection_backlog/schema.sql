-- What five offices of food control have to inspect. Larger offices are further behind.
DROP TABLE IF EXISTS hygiene_office, hygiene_inspector, hygiene_due;
CREATE TABLE hygiene_office (
  id   INT          NOT NULL,
  name VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE hygiene_inspector (
  office_id  INT          NOT NULL,
  number     INT          NOT NULL,
  name       VARCHAR(200) NOT NULL,
  hours_left INT          NOT NULL,
  PRIMARY KEY (office_id, number)
) ENGINE = InnoDB;
CREATE TABLE hygiene_due (
  id           BIGINT       NOT NULL,
  office_id    INT          NOT NULL,
  business     VARCHAR(200) NOT NULL,
  kind         VARCHAR(30)  NOT NULL,
  street       VARCHAR(60)  NOT NULL,
  risk         INT          NOT NULL,
  due_on       DATE         NOT NULL,
  last_finding VARCHAR(120) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_hygiene_due_office_risk_due (office_id, risk, due_on)
) ENGINE = InnoDB;

INSERT INTO hygiene_office (id, name) SELECT k.id, CONCAT('Food Control ', ELT(k.id, 'City', 'County', 'Harbour', 'Lakes', 'Hills')) FROM country AS k WHERE k.id <= 5;
INSERT INTO hygiene_inspector (office_id, number, name, hours_left)
SELECT 1 + c.id % 5, 1 + c.id DIV 5, c.name, 18 + c.id % 14 FROM customer AS c WHERE c.id <= 40;
INSERT INTO hygiene_due (id, office_id, business, kind, street, risk, due_on, last_finding)
SELECT i.id, 1 + i.id % 5, p.name, ELT(1 + i.id DIV 11 % 5, 'bakery', 'restaurant', 'butcher', 'canteen', 'snack bar'),
       CONCAT(ELT(1 + i.id DIV 13 % 4, 'Mill Street ', 'Market Square ', 'Station Road ', 'Ferry Lane '), 1 + i.id % 90),
       1 + i.id DIV 5 * 7 % 10, DATE '2025-06-01' + INTERVAL i.id * 31 % 240 DAY,
       ELT(1 + i.id DIV 7 % 4, 'no objections', 'cold store at 9 degrees', 'labels of allergens are missing', 'hand basin without hot water')
  FROM order_item AS i JOIN publisher AS p ON p.id = 1 + i.id * 7919 % 1000 WHERE i.id <= 30000 * @factor;
ANALYZE TABLE hygiene_due;
