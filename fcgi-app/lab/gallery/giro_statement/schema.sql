DROP TABLE IF EXISTS giro_account;
DROP TABLE IF EXISTS giro_booking;
CREATE TABLE giro_account (
  id            BIGINT       NOT NULL,
  holder        VARCHAR(200) NOT NULL,
  opening_cents BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE giro_booking (
  account_id   BIGINT       NOT NULL,
  number       BIGINT       NOT NULL,  -- within the account
  booked_on    DATE         NOT NULL,
  counterparty VARCHAR(200) NOT NULL,
  purpose      VARCHAR(140) NOT NULL,
  cents        BIGINT       NOT NULL,
  PRIMARY KEY (account_id, number)
) ENGINE = InnoDB;
INSERT INTO giro_account (id, holder, opening_cents)
SELECT id, name, 100000 + id * 7919 % 900000 FROM customer WHERE id <= 20 * @factor;
-- Account 1 belongs to a shop and is busy. The others have a few hundred bookings.
INSERT INTO giro_booking (account_id, number, booked_on, counterparty, purpose, cents)
SELECT 1, i.id, TIMESTAMPADD(DAY, i.id DIV 30, DATE '2025-01-02'), c.name, CONCAT('order ', i.order_id),
       IF(i.id % 11 = 0, -1, 1) * (500 + i.id * 7919 % 9000)
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 13 % 2500 WHERE i.id <= 10240;
INSERT INTO giro_booking (account_id, number, booked_on, counterparty, purpose, cents)
SELECT 2 + i.id % (20 * @factor - 1), i.id, TIMESTAMPADD(DAY, i.id % 360, DATE '2025-01-02'), c.name, 'transfer',
       IF(i.id % 3 = 0, 1, -1) * (500 + i.id * 7919 % 9000)
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 13 % 2500 WHERE i.id <= 6000 * @factor;
