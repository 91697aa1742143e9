-- Policies that brokers look after, and the losses in the archive of the claims department.
DROP TABLE IF EXISTS house_broker, broker_policy, archived_loss;
CREATE TABLE house_broker (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE broker_policy (
  id         BIGINT       NOT NULL,
  broker_id  INT          NOT NULL,
  number     CHAR(12)     NOT NULL,
  product    VARCHAR(30)  NOT NULL,
  holder     VARCHAR(200) NOT NULL,
  premium_c  BIGINT       NOT NULL,
  PRIMARY KEY (id),
  KEY idx_broker_policy_broker_id_id (broker_id, id)
) ENGINE = InnoDB;
CREATE TABLE archived_loss (
  id        BIGINT NOT NULL,
  policy_id BIGINT NOT NULL,
  paid_c    BIGINT NOT NULL,
  cause     VARCHAR(30) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_archived_loss_policy_id_paid_c (policy_id, paid_c)
) ENGINE = InnoDB;

INSERT INTO house_broker (id, name) SELECT id, name FROM publisher WHERE id <= 4;
INSERT INTO broker_policy (id, broker_id, number, product, holder, premium_c)
SELECT o.id, 1 + o.id % 4, CONCAT('BP', LPAD(o.id * 37, 10, '0')), ELT(1 + o.id % 5, 'Household', 'Buildings', 'Liability', 'Car', 'Legal costs'), c.name, 4000 + o.id * 7919 % 90000
  FROM customer_order AS o JOIN customer AS c ON c.id = o.customer_id WHERE o.id <= 8000 * @factor;
INSERT INTO archived_loss (id, policy_id, paid_c, cause)
SELECT id, 1 + id * 31 % (8000 * @factor), 5000 + id * 104729 % 700000, ELT(1 + id % 3, 'water', 'storm', 'theft') FROM review WHERE id <= 16000 * @factor;
ANALYZE TABLE broker_policy, archived_loss;
