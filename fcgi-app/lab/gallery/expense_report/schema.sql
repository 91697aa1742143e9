DROP TABLE IF EXISTS expense_line;
DROP TABLE IF EXISTS expense_policy;
CREATE TABLE expense_policy (
  year                INT NOT NULL,
  cents_per_kilometre INT NOT NULL,
  max_cents_per_night INT NOT NULL,
  PRIMARY KEY (year)
) ENGINE = InnoDB;
CREATE TABLE expense_line (
  report_id   BIGINT       NOT NULL,
  position    INT          NOT NULL,
  spent_on    DATE         NOT NULL,
  kind        VARCHAR(10)  NOT NULL,
  description VARCHAR(100) NOT NULL,
  kilometres  INT          NOT NULL,
  cents       BIGINT       NOT NULL,
  PRIMARY KEY (report_id, position)
) ENGINE = InnoDB;
INSERT INTO expense_policy (year, cents_per_kilometre, max_cents_per_night)
VALUES (2023, 28, 11000), (2024, 30, 12000), (2025, 32, 12500);
INSERT INTO expense_line (report_id, position, spent_on, kind, description, kilometres, cents)
SELECT 1 + (id - 1) DIV 700, 1 + (id - 1) % 700, TIMESTAMPADD(DAY, id % 300, DATE '2025-02-01'),
       ELT(1 + id % 5, 'car', 'meal', 'hotel', 'train', 'car'), LEFT(title, 100), IF(id % 5 IN (0, 4), 20 + id * 7 % 400, 0),
       IF(id % 5 IN (0, 4), 0, 800 + id * 7919 % 16000)
  FROM book WHERE id <= 7000 * @factor;
