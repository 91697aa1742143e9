-- Prices of four funds. In a larger database they have been listed for longer.
DROP TABLE IF EXISTS listed_fund, listed_fund_candle;
CREATE TABLE listed_fund (
  id       INT          NOT NULL,
  name     VARCHAR(200) NOT NULL,
  currency CHAR(3)      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE listed_fund_candle (
  fund_id     INT      NOT NULL,
  traded_at   DATETIME NOT NULL,
  low_cents   BIGINT   NOT NULL,
  high_cents  BIGINT   NOT NULL,
  close_cents BIGINT   NOT NULL,
  PRIMARY KEY (fund_id, traded_at)
) ENGINE = InnoDB;

INSERT INTO listed_fund (id, name, currency) SELECT id, CONCAT(name, ' Fund'), ELT(id, 'EUR', 'EUR', 'USD', 'CHF') FROM publisher WHERE id <= 4;
INSERT INTO listed_fund_candle (fund_id, traded_at, low_cents, high_cents, close_cents)
SELECT 1 + p.id % 4, TIMESTAMPADD(MINUTE, p.id DIV 4 * 15, TIMESTAMP '2010-01-04 08:00:00'), m.middle - 20 - p.id % 37, m.middle + 20 + p.id % 41, m.middle + p.id % 23 - 11
  FROM product AS p
  JOIN (SELECT id, CAST(9000 + 1800 * SIN(id / 900) + 700 * SIN(id / 210) AS SIGNED) AS middle FROM product WHERE id <= 24000 * @factor) AS m ON m.id = p.id
 WHERE p.id <= 24000 * @factor;
