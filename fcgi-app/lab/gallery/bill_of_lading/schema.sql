-- Bills of lading of car carriers, with each car. A larger database has more bills.
DROP TABLE IF EXISTS carrier_bill, carrier_bill_car;
CREATE TABLE carrier_bill (
  id        INT          NOT NULL,
  number    VARCHAR(20)  NOT NULL,
  vessel    VARCHAR(200) NOT NULL,
  voyage    VARCHAR(10)  NOT NULL,
  consignee VARCHAR(200) NOT NULL,
  version   INT          NOT NULL,  -- goes up with each change of the bill or one of its cars
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE carrier_bill_car (
  bill_id  INT         NOT NULL,
  position INT         NOT NULL,
  chassis  CHAR(17)    NOT NULL,
  model    VARCHAR(30) NOT NULL,
  deck     INT         NOT NULL,
  kg       INT         NOT NULL,
  state    VARCHAR(20) NOT NULL,
  PRIMARY KEY (bill_id, position)
) ENGINE = InnoDB;

INSERT INTO carrier_bill (id, number, vessel, voyage, consignee, version)
SELECT p.id, CONCAT('RRLU', 700000 + p.id * 131), CONCAT('MV ', LEFT(b.title, 100)), CONCAT(100 + p.id, 'W'), p.name, 3 + p.id % 19
  FROM publisher AS p JOIN book AS b ON b.id = p.id * 5 WHERE p.id <= 40 * @factor;
INSERT INTO carrier_bill_car (bill_id, position, chassis, model, deck, kg, state)
SELECT 1 + (id - 1) DIV 700, 1 + (id - 1) % 700, CONCAT('WVX', LPAD(id * 7919, 14, '0')), ELT(1 + id % 5, 'estate 1.5', 'van 2.0', 'city e', 'sports 3.0', 'pickup 2.4'),
       1 + id % 12, 980 + id * 37 % 1400, ELT(1 + id % 4, 'on board', 'on board', 'discharged', 'customs hold')
  FROM order_item WHERE id <= 28000 * @factor;
ANALYZE TABLE carrier_bill, carrier_bill_car;
