-- Direct debits that a bank has collected, and the files of other banks with those that came back. The newest forty files
-- are kept.
DROP TABLE IF EXISTS debit_collected, debit_fee, debit_return_file, debit_return;
CREATE TABLE debit_collected (
  id        BIGINT       NOT NULL,
  reference CHAR(14)     NOT NULL,
  cents     BIGINT       NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY idx_debit_collected_reference (reference)
) ENGINE = InnoDB;
CREATE TABLE debit_fee (
  reason CHAR(4)     NOT NULL,
  words  VARCHAR(60) NOT NULL,
  cents  BIGINT      NOT NULL,
  PRIMARY KEY (reason)
) ENGINE = InnoDB;
CREATE TABLE debit_return_file (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  bank        INT         NOT NULL,
  received_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE debit_return (
  id        BIGINT   NOT NULL AUTO_INCREMENT,
  file_id   BIGINT   NOT NULL,
  reference CHAR(14) NOT NULL,
  reason    CHAR(4)  NOT NULL,
  debit_id  BIGINT   NULL,  -- NULL until it is matched
  cents     BIGINT   NULL,  -- with the fee
  PRIMARY KEY (file_id, id),
  UNIQUE KEY idx_debit_return_id (id)
) ENGINE = InnoDB;

INSERT INTO debit_collected (id, reference, cents)
SELECT i.id, CONCAT('DD', LPAD(i.id * 7, 12, '0')), 300 + i.id * 104729 % 60000
  FROM order_item AS i WHERE i.id <= 20000 * @factor;
INSERT INTO debit_fee (reason, words, cents) VALUES
  ('AM04', 'not enough money', 350), ('MD01', 'no mandate', 700), ('AC04', 'account closed', 350), ('MS02', 'objected by the customer', 500);
INSERT INTO debit_return_file (id, bank, received_at)
SELECT t.id, 1 + t.id % 60, TIMESTAMP '2025-12-31 06:00:00' + INTERVAL t.id HOUR FROM tag AS t WHERE t.id <= 40;
INSERT INTO debit_return (id, file_id, reference, reason, debit_id, cents)
SELECT d.id, 1 + (d.id - 1) DIV 400, d.reference, f.reason, d.id, d.cents + f.cents
  FROM debit_collected AS d JOIN debit_fee AS f ON f.reason = ELT(1 + d.id % 4, 'AM04', 'MD01', 'AC04', 'MS02') WHERE d.id <= 16000;
ANALYZE TABLE debit_collected, debit_return;
