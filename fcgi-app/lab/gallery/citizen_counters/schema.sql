-- The tickets of three citizens' offices in 2025. A larger city has more of them a day.
DROP TABLE IF EXISTS citizen_office, citizen_ticket;
CREATE TABLE citizen_office (
  id   INT          NOT NULL,
  name VARCHAR(100) NOT NULL,
  head VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE citizen_ticket (
  office_id       INT         NOT NULL,
  drawn_on        DATE        NOT NULL,
  number          INT         NOT NULL,
  counter         INT         NOT NULL,
  concern         VARCHAR(40) NOT NULL,
  has_appointment BOOL        NOT NULL,
  waited_s        INT         NOT NULL,
  served_s        INT         NOT NULL,
  PRIMARY KEY (office_id, drawn_on, number)
) ENGINE = InnoDB;

INSERT INTO citizen_office (id, name, head)
SELECT c.id, CONCAT('Citizens'' Office ', ELT(c.id, 'Centre', 'North', 'Harbour')), c.name FROM customer AS c WHERE c.id <= 3;
INSERT INTO citizen_ticket (office_id, drawn_on, number, counter, concern, has_appointment, waited_s, served_s)
SELECT 1 + i.id % 3, DATE '2025-01-01' + INTERVAL i.id DIV 3 % 365 DAY, i.id DIV 1095, 1 + i.id DIV 3 * 7 % 9,
       ELT(1 + i.id DIV 3 * 11 % 12, 'identity card', 'passport', 'moving house', 'dog tax', 'parking permit', 'lost property',
           'certificate of conduct', 'driving licence', 'marriage', 'birth', 'certified copy', 'voting by post'),
       i.id DIV 7 % 4 = 0, i.id * 7919 % 4200, 90 + i.id * 31 % 1500
  FROM order_item AS i WHERE i.id <= 30000 * @factor;
ANALYZE TABLE citizen_ticket;
