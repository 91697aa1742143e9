-- A savings bank: the meetings of its advisers, and what was sold in its branches.
DROP TABLE IF EXISTS adviser_meeting, adviser_branch, adviser_sale;
CREATE TABLE adviser_meeting (
  id         BIGINT       NOT NULL,
  adviser_id BIGINT       NOT NULL,
  begins_at  DATETIME     NOT NULL,
  client     VARCHAR(200) NOT NULL,
  concern    VARCHAR(60)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_adviser_meeting_adviser_id_begins_at (adviser_id, begins_at)
) ENGINE = InnoDB;
CREATE TABLE adviser_branch (
  id   INT         NOT NULL,
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE adviser_sale (
  id        BIGINT      NOT NULL,
  sold_on   DATE        NOT NULL,
  branch_id INT         NOT NULL,
  product   VARCHAR(30) NOT NULL,
  euros     BIGINT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_adviser_sale_sold_on (sold_on, branch_id, product, euros)
) ENGINE = InnoDB;

INSERT INTO adviser_meeting (id, adviser_id, begins_at, client, concern)
SELECT o.id, 1 + o.id % 250, TIMESTAMPADD(MINUTE, o.id * 45 % 175200, TIMESTAMP '2025-12-29 08:00:00'), c.name,
       ELT(1 + o.id % 5, 'building loan', 'savings plan', 'new account', 'inheritance', 'complaint')
  FROM customer_order AS o JOIN customer AS c ON c.id = o.customer_id WHERE o.id <= 8000 * @factor;
INSERT INTO adviser_branch (id, name) SELECT k.id, CONCAT('Branch ', k.name) FROM country AS k WHERE k.id <= 45;
INSERT INTO adviser_sale (id, sold_on, branch_id, product, euros)
SELECT i.id, DATE '2025-12-31' - INTERVAL i.id * 13 % 90 DAY, 1 + i.id * 7919 % 45,
       ELT(1 + i.id * 7 % 8, 'building loan', 'card', 'consumer loan', 'current account', 'fund', 'home saving', 'life insurance', 'term deposit'), 200 + i.id * 104729 % 90000
  FROM order_item AS i WHERE i.id <= 30000 * @factor;
ANALYZE TABLE adviser_meeting, adviser_sale;
