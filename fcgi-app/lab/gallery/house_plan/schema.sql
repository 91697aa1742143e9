-- An opera festival in an arena: its seats from the stage to the rim, and the tickets sold by another company's system, which knows
-- seats by their labels. A larger database has more evenings.
DROP TABLE IF EXISTS opera_seat, opera_ticket;
CREATE TABLE opera_seat (
  position INT         NOT NULL,
  label    VARCHAR(20) NOT NULL,
  price    CHAR(1)     NOT NULL,
  PRIMARY KEY (position)
) ENGINE = InnoDB;
CREATE TABLE opera_ticket (
  evening_id INT         NOT NULL,
  position   INT         NOT NULL,
  label      VARCHAR(20) NOT NULL,
  kind       VARCHAR(12) NOT NULL,
  PRIMARY KEY (evening_id, position)
) ENGINE = InnoDB;

INSERT INTO opera_seat (position, label, price)
SELECT id, CONCAT('Sector ', 1 + id DIV 640, ', ', 1 + id % 640 DIV 40, '-', 1 + id % 40),
       SUBSTRING('ABCDEF', 1 + id DIV 1700, 1)
  FROM book WHERE id <= 10000;
INSERT INTO opera_ticket (evening_id, position, label, kind)
SELECT e.id, s.position, s.label, ELT(1 + (s.position + e.id) % 5, 'full', 'full', 'subscriber', 'student', 'press')
  FROM tag AS e JOIN opera_seat AS s ON (s.position * 7 + e.id * 3) % 10 < 8 WHERE e.id <= 4 * @factor;
ANALYZE TABLE opera_ticket;
