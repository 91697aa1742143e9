-- The press shops of a supplier of stamped parts: three halls, their presses, and the last shift of each.
DROP TABLE IF EXISTS press, press_hall, press_order, press_shift;
CREATE TABLE press_hall (
  id      INT          NOT NULL,
  name    VARCHAR(40)  NOT NULL,
  foreman VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE press (
  id      BIGINT      NOT NULL,
  hall_id INT         NOT NULL,
  name    VARCHAR(20) NOT NULL,
  tool    VARCHAR(40) NOT NULL,
  target  INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_press_hall_id (hall_id, id)
) ENGINE = InnoDB;
CREATE TABLE press_shift (
  press_id BIGINT NOT NULL,
  strokes  INT    NOT NULL,
  rejects  INT    NOT NULL,
  stops    INT    NOT NULL,
  PRIMARY KEY (press_id)
) ENGINE = InnoDB;
CREATE TABLE press_order (
  number  VARCHAR(12)  NOT NULL,
  hall_id INT          NOT NULL,
  due_on  DATE         NOT NULL,
  article VARCHAR(200) NOT NULL,
  pieces  INT          NOT NULL,
  PRIMARY KEY (number),
  KEY idx_press_order_hall_due (hall_id, due_on, number)
) ENGINE = InnoDB;

INSERT INTO press_hall (id, name, foreman)
SELECT c.id, ELT(c.id, 'Transfer presses', 'Progressive dies', 'Fine blanking'), c.name FROM customer AS c WHERE c.id <= 3;
INSERT INTO press (id, hall_id, name, tool, target)
SELECT b.id, 1 + b.id % 3, CONCAT('P-', 1000 + b.id), CONCAT('tool ', b.id * 7919 % 4000), 4000 + b.id * 31 % 6000
  FROM book AS b WHERE b.id <= 2400 * @factor;
INSERT INTO press_shift (press_id, strokes, rejects, stops)
SELECT p.id, p.target - p.id * 37 % 1500, p.id * 13 % 90, p.id % 7 FROM press AS p;
INSERT INTO press_order (number, hall_id, due_on, article, pieces)
SELECT CONCAT('FA', LPAD(o.id, 8, '0')), 1 + o.id % 3, DATE '2026-01-05' + INTERVAL o.id DIV 40 DAY, g.name, 5000 + o.id * 7919 % 90000
  FROM customer_order AS o JOIN indexed_product AS g ON g.id = 1 + o.id % 20000 WHERE o.id <= 5000 * @factor;
ANALYZE TABLE press, press_shift, press_order;
