-- The magazines of a publishing house with their subscribers, and what changed in a year: how many copies more or fewer.
DROP TABLE IF EXISTS churn_magazine, churn_change;
CREATE TABLE churn_magazine (
  id          INT          NOT NULL,
  name        VARCHAR(200) NOT NULL,
  subscribers INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_churn_magazine_subscribers (subscribers, id, name)
) ENGINE = InnoDB;
CREATE TABLE churn_change (
  id          BIGINT      NOT NULL,
  magazine_id INT         NOT NULL,
  changed_on  DATE        NOT NULL,
  reason      VARCHAR(20) NOT NULL,
  copies      INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_churn_change_magazine_id (magazine_id, changed_on, reason, copies)
) ENGINE = InnoDB;

INSERT INTO churn_magazine (id, name, subscribers)
SELECT p.id, CONCAT(ELT(1 + p.id % 4, 'The ', 'New ', 'My ', 'World of '), p.name), 1500 + p.id * 7919 % 90000 FROM publisher AS p WHERE p.id <= 160;
INSERT INTO churn_change (id, magazine_id, changed_on, reason, copies)
SELECT i.id, 1 + i.id % 160, DATE '2025-12-31' - INTERVAL i.id DIV 160 % 364 DAY, ELT(1 + i.id DIV 160 % 5, 'ordered', 'cancelled', 'not paid', 'deceased', 'cancelled'),
       IF(i.id DIV 160 % 5 = 0, 1 + i.id % 90, -1 - i.id % 40 - i.id % 160 DIV 9)
  FROM order_item AS i WHERE i.id <= 30000 * @factor;
ANALYZE TABLE churn_magazine, churn_change;
