-- Accounts payable: invoices that were scanned, and the orders that they refer to. Order numbers come from three systems and
-- are strings. The scanner reads only those that are numbers, and stores them as such.
DROP TABLE IF EXISTS payables_supplier, payables_order, payables_order_line, payables_invoice;
CREATE TABLE payables_supplier (
  id   BIGINT       NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE payables_order (
  id          BIGINT       NOT NULL,
  number      VARCHAR(20)  NOT NULL,
  buyer       VARCHAR(200) NOT NULL,
  cents       BIGINT       NOT NULL,
  cost_centre VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY idx_payables_order_number (number)
) ENGINE = InnoDB;
CREATE TABLE payables_order_line (
  order_id        BIGINT       NOT NULL,
  line_no         INT          NOT NULL,
  goods           VARCHAR(200) NOT NULL,
  pieces          INT          NOT NULL,
  received_pieces INT          NOT NULL,
  cents           BIGINT       NOT NULL,
  PRIMARY KEY (order_id, line_no)
) ENGINE = InnoDB;
CREATE TABLE payables_invoice (
  id           BIGINT      NOT NULL,
  supplier_id  BIGINT      NOT NULL,
  reference    VARCHAR(40) NOT NULL,
  order_number BIGINT          NULL, -- NULL: it could not be read
  cents        BIGINT      NOT NULL,
  received_at  DATETIME    NOT NULL,
  clerk_id     INT         NOT NULL,
  state        VARCHAR(10) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_payables_invoice_supplier_id_id (supplier_id, id),
  KEY idx_payables_invoice_clerk_id_state (clerk_id, state)
) ENGINE = InnoDB;

INSERT INTO payables_supplier (id, name) SELECT id, name FROM publisher WHERE id <= 1000;
INSERT INTO payables_order (id, number, buyer, cents, cost_centre)
SELECT p.id, CASE p.id % 10 WHEN 7 THEN CONCAT('EU-', p.id) ELSE CONCAT(45 + p.id % 3, LPAD(p.id, 8, '0')) END, c.name,
       1000 + p.id * 7919 % 900000, CONCAT('CC-', 100 + p.id * 31 % 400)
  FROM product AS p JOIN customer AS c ON c.id = 1 + p.id * 17 % 2500 WHERE p.id <= 10000 * @factor;
INSERT INTO payables_order_line (order_id, line_no, goods, pieces, received_pieces, cents)
SELECT o.id, l.id, g.name, 1 + (o.id + l.id) % 20, (1 + (o.id + l.id) % 20) * ((o.id + l.id) % 6 <> 1), 100 + (o.id * 7 + l.id) % 9000
  FROM payables_order AS o JOIN country AS l ON l.id <= 1 + o.id % 3 JOIN product AS g ON g.id = 1 + (o.id * 13 + l.id * 7) % 25000;
INSERT INTO payables_invoice (id, supplier_id, reference, order_number, cents, received_at, clerk_id, state)
SELECT o.id, 1 + o.id * 31 % 1000, CONCAT('R-', o.id * 7919 % 1000000), CASE o.id % 10 WHEN 7 THEN NULL ELSE CAST(o.number AS SIGNED) END,
       o.cents + IF(o.id % 9 = 4, 500, 0), TIMESTAMPADD(MINUTE, o.id * 20 DIV @factor, TIMESTAMP '2025-07-01 08:00:00'),
       1 + o.id % (40 * @factor), ELT(1 + o.id DIV 40 DIV @factor % 3, 'new', 'matched', 'paid')
  FROM payables_order AS o WHERE o.id <= 8000 * @factor;
ANALYZE TABLE payables_order, payables_invoice;
