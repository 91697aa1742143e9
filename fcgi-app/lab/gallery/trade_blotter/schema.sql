-- Five trading desks. In a larger database they have traded for longer.
DROP TABLE IF EXISTS trading_desk, trading_seat, trading_resting_order, trading_trade;
CREATE TABLE trading_desk (
  id          INT         NOT NULL,
  name        VARCHAR(60) NOT NULL,
  city        VARCHAR(60) NOT NULL,
  limit_cents BIGINT      NOT NULL,
  used_cents  BIGINT      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE trading_seat (
  desk_id     INT         NOT NULL,
  place       INT         NOT NULL,
  customer_id BIGINT      NOT NULL,
  extension   VARCHAR(10) NOT NULL,
  is_in       BOOLEAN     NOT NULL,
  PRIMARY KEY (desk_id, place)
) ENGINE = InnoDB;
CREATE TABLE trading_resting_order (
  desk_id    INT         NOT NULL,
  instrument VARCHAR(12) NOT NULL,
  number     INT         NOT NULL,
  pieces     BIGINT      NOT NULL,
  PRIMARY KEY (desk_id, instrument, number)
) ENGINE = InnoDB;
CREATE TABLE trading_trade (
  id           BIGINT       NOT NULL,
  desk_id      INT          NOT NULL,
  instrument   VARCHAR(12)  NOT NULL,
  side         VARCHAR(4)   NOT NULL,
  pieces       BIGINT       NOT NULL,
  price_cents  BIGINT       NOT NULL,
  counterparty VARCHAR(200) NOT NULL,
  executed_at  DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_trading_trade_desk_id (desk_id)
) ENGINE = InnoDB;

INSERT INTO trading_desk (id, name, city, limit_cents, used_cents)
SELECT id, ELT(id, 'Rates', 'Credit', 'Equities', 'Energy', 'Metals'), name, 900000000, id * 104729 * 1000 % 900000000 FROM country WHERE id <= 5;
INSERT INTO trading_seat (desk_id, place, customer_id, extension, is_in)
SELECT d.id, place.id, 1 + (d.id * 31 + place.id * 7) % 2500, CONCAT('-', 100 * d.id + place.id), (d.id + place.id) % 4 <> 1
  FROM trading_desk AS d JOIN country AS place ON place.id <= 9;
INSERT INTO trading_resting_order (desk_id, instrument, number, pieces)
SELECT d.id, CONCAT('XS', LPAD(k.id, 4, '0')), n.id, 100 * (1 + (k.id * 13 + n.id * 7) % 50)
  FROM trading_desk AS d JOIN country AS k ON k.id <= 12 JOIN country AS n ON n.id <= 2 + (d.id + k.id) % 5;
INSERT INTO trading_trade (id, desk_id, instrument, side, pieces, price_cents, counterparty, executed_at)
SELECT i.id, 1 + i.id % 5, CONCAT('XS', LPAD(1 + i.id * 31 % 90, 4, '0')), IF(i.id * 7 % 3 = 0, 'buy', 'sell'), 10 * (1 + i.id * 7919 % 500),
       9000 + i.id * 104729 % 3000, p.name, TIMESTAMPADD(SECOND, (i.id * 600 + i.id * 7919 % 90000) DIV @factor, TIMESTAMP '2025-05-01 08:00:00')
  FROM order_item AS i JOIN publisher AS p ON p.id = 1 + i.id * 17 % 1000 WHERE i.id <= 30000 * @factor;
ANALYZE TABLE trading_trade;
