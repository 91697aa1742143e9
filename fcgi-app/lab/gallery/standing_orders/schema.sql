-- Standing orders of a bank's customers with the day on which each is due next, and the days on which banks are closed.
DROP TABLE IF EXISTS standing_holiday, standing_order;
CREATE TABLE standing_holiday (
  closed_on DATE        NOT NULL,
  name      VARCHAR(40) NOT NULL,
  PRIMARY KEY (closed_on)
) ENGINE = InnoDB;
CREATE TABLE standing_order (
  id      BIGINT       NOT NULL,
  due_on  DATE         NOT NULL,
  payer   VARCHAR(200) NOT NULL,
  payee   VARCHAR(200) NOT NULL,
  cents   BIGINT       NOT NULL,
  purpose VARCHAR(60)  NOT NULL,
  rhythm  VARCHAR(10)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_standing_order_due_on_id (due_on, id)
) ENGINE = InnoDB;

INSERT INTO standing_holiday (closed_on, name) VALUES
  ('2026-01-01', 'New Year'), ('2026-04-03', 'Good Friday'), ('2026-04-06', 'Easter Monday'), ('2026-05-01', 'Labour Day'),
  ('2026-12-25', 'Christmas Day'), ('2026-12-26', 'Boxing Day');
INSERT INTO standing_order (id, due_on, payer, payee, cents, purpose, rhythm)
SELECT i.id, DATE '2026-01-02' + INTERVAL i.id * 7919 % 360 DAY, c.name, p.name, 500 + i.id * 104729 % 150000,
       ELT(1 + i.id % 6, 'rent', 'pocket money', 'club fee', 'savings', 'insurance', 'magazine'), ELT(1 + i.id % 4, 'monthly', 'quarterly', 'monthly', 'yearly')
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 13 % (2500 * @factor) JOIN publisher AS p ON p.id = 1 + i.id * 17 % 1000
 WHERE i.id <= 28000 * @factor;
ANALYZE TABLE standing_order;
