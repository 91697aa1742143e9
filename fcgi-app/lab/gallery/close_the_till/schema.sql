-- What went through the tills on one day, and how they were closed: the newest five hundred times.
DROP TABLE IF EXISTS till_closing_line, till_closing, till_sale, till_voucher, till_refund, till_float, till_terminal;
CREATE TABLE till_sale (
  till  INT NOT NULL,
  slip  INT NOT NULL,
  cents INT NOT NULL,
  PRIMARY KEY (till, slip)
) ENGINE = InnoDB;
CREATE TABLE till_voucher LIKE till_sale;
CREATE TABLE till_refund LIKE till_sale;
CREATE TABLE till_float (
  till  INT NOT NULL,
  cents INT NOT NULL,
  PRIMARY KEY (till)
) ENGINE = InnoDB;
CREATE TABLE till_terminal (
  till     INT         NOT NULL,
  terminal VARCHAR(20) NOT NULL,
  cents    INT         NOT NULL,
  PRIMARY KEY (till)
) ENGINE = InnoDB;
CREATE TABLE till_closing (
  id             BIGINT NOT NULL AUTO_INCREMENT,
  till           INT    NOT NULL,
  cashier_id     BIGINT NOT NULL,
  expected_cents BIGINT NULL,
  counted_cents  BIGINT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE till_closing_line (
  closing_id BIGINT       NOT NULL,
  position   INT          NOT NULL,
  title      VARCHAR(100) NOT NULL,
  cents      BIGINT       NOT NULL,
  PRIMARY KEY (closing_id, position),
  CONSTRAINT fk_till_closing_line_closing FOREIGN KEY (closing_id) REFERENCES till_closing (id) ON DELETE CASCADE
) ENGINE = InnoDB;

INSERT INTO till_sale (till, slip, cents)
SELECT till.id, slip.id, 250 + slip.id * (till.id + 40) % 4000 FROM tag AS till JOIN book AS slip ON slip.id <= 80 WHERE till.id <= 12;
INSERT INTO till_voucher (till, slip, cents)
SELECT till.id, slip.id, 500 * (1 + slip.id % 4) FROM tag AS till JOIN book AS slip ON slip.id <= 9 WHERE till.id <= 12;
INSERT INTO till_refund (till, slip, cents)
SELECT till.id, slip.id, 300 + slip.id * 131 % 2000 FROM tag AS till JOIN book AS slip ON slip.id <= 6 WHERE till.id <= 12;
INSERT INTO till_float (till, cents) SELECT id, 15000 FROM tag WHERE id <= 12;
INSERT INTO till_terminal (till, terminal, cents) SELECT id, CONCAT('T-', 500 + id), 40000 + id * 977 FROM tag WHERE id <= 12;
INSERT INTO till_closing (till, cashier_id, expected_cents, counted_cents)
SELECT 1 + id % 12, 1 + id % 200, 60000, 60000 + id % 3 - 1 FROM book WHERE id <= 500 ORDER BY id;
INSERT INTO till_closing_line (closing_id, position, title, cents)
SELECT till_closing.id, line.id, ELT(line.id, 'sales', 'vouchers redeemed', 'returned goods', 'change from the morning', 'card slips'), 60000 DIV line.id
  FROM till_closing JOIN tag AS line ON line.id <= 5;
