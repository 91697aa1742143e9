-- Payment runs of 6,000 transfers each. A larger database has more runs.
DROP TABLE IF EXISTS transfer_account, transfer_run, transfer;
CREATE TABLE transfer_account (
  id     INT          NOT NULL,
  holder VARCHAR(200) NOT NULL,
  iban   VARCHAR(34)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE transfer_run (
  id         BIGINT      NOT NULL,
  account_id INT         NOT NULL,
  message_id VARCHAR(35) NOT NULL,
  execute_on DATE        NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE transfer (
  run_id   BIGINT       NOT NULL,
  position INT          NOT NULL,
  payee    VARCHAR(200) NOT NULL,
  iban     VARCHAR(34)  NOT NULL,
  cents    BIGINT       NOT NULL,
  purpose  VARCHAR(140) NOT NULL,
  PRIMARY KEY (run_id, position)
) ENGINE = InnoDB;

INSERT INTO transfer_account (id, holder, iban) SELECT id, name, CONCAT('DE88', LPAD(id * 7919, 18, '0')) FROM publisher WHERE id <= 8;
INSERT INTO transfer_run (id, account_id, message_id, execute_on)
SELECT id, 1 + id % 8, CONCAT('RUN-2025-', id), TIMESTAMPADD(DAY, id, DATE '2025-12-01') FROM country WHERE id <= 5 * @factor;
INSERT INTO transfer (run_id, position, payee, iban, cents, purpose)
SELECT 1 + (i.id - 1) DIV 6000, 1 + (i.id - 1) % 6000, c.name, CONCAT('DE', LPAD(i.id * 7919, 20, '0')), 100 + i.id * 104729 % 500000, CONCAT('Invoice ', 10000 + i.id * 31 % 90000)
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 17 % 2500 WHERE i.id <= 30000 * @factor;
