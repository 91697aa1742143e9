DROP TABLE IF EXISTS club_payment;
DROP TABLE IF EXISTS club_dues;
CREATE TABLE club_dues (
  id        BIGINT  NOT NULL,
  reference CHAR(8) NOT NULL,
  member_id BIGINT  NOT NULL,
  cents     BIGINT  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE club_payment (
  number    BIGINT       NOT NULL,
  booked_on DATE         NOT NULL,
  purpose   VARCHAR(140) NOT NULL,
  cents     BIGINT       NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;

-- References are in no order. One payment in 23 has a wrong one, one in 31 another amount.
INSERT INTO club_dues (id, reference, member_id, cents)
SELECT id, CONCAT(CHAR(65 + id % 26 USING utf8mb4), CHAR(65 + id DIV 26 % 26 USING utf8mb4), LPAD(id * 7919 % 1000000, 6, '0')),
       1 + id % 2500, 4800 + id % 3 * 2400
  FROM order_item WHERE id <= 16000;
INSERT INTO club_payment (number, booked_on, purpose, cents)
SELECT d.id, TIMESTAMPADD(DAY, d.id % 60, DATE '2025-01-02'),
       CONCAT('Dues 2025, ', LOWER(LEFT(d.reference, 2)), ' ', SUBSTRING(d.reference, 3, 3), '-', IF(d.id % 23 = 0, '9X1', RIGHT(d.reference, 3))),
       d.cents - IF(d.id % 31 = 0, 100, 0)
  FROM club_dues AS d WHERE d.id <= 13000;
