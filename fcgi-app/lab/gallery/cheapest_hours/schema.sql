-- The price of electricity in each quarter of an hour of 2025, and the tariffs of a municipal utility that follow it.
DROP TABLE IF EXISTS quarter_price, flexible_tariff;
CREATE TABLE quarter_price (
  begins_at DATETIME NOT NULL,
  zone      CHAR(2)  NOT NULL,
  hundredths     INT      NOT NULL,  -- of a cent for a kWh; may be negative
  renewable INT      NOT NULL,  -- per mille
  load_mw   INT      NOT NULL,
  PRIMARY KEY (zone, begins_at)
) ENGINE = InnoDB;
CREATE TABLE flexible_tariff (
  id         INT         NOT NULL,
  title      VARCHAR(60) NOT NULL,
  zone       CHAR(2)     NOT NULL,
  fee_hundredths  INT         NOT NULL,
  quarters   INT         NOT NULL,  -- for how long a car or boiler takes power in a day
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO quarter_price (begins_at, zone, hundredths, renewable, load_mw)
SELECT TIMESTAMPADD(MINUTE, (q.id - 1) * 15, TIMESTAMPADD(DAY, d.id - 1, TIMESTAMP '2025-01-01 00:00:00')), z.code,
       1500 + (q.id * 53 + d.id * 31) % 1900 - IF(q.id BETWEEN 44 AND 60, d.id % 7 * 300, 0) + z.more, 200 + (q.id * 7 + d.id * 13) % 700, 42000 + (q.id * 211 + d.id * 97) % 29000
  FROM tag AS d JOIN tag AS q ON q.id <= 96 JOIN (SELECT 'DE' AS code, 0 AS more UNION ALL SELECT 'AT', 90) AS z WHERE d.id <= 365;
INSERT INTO flexible_tariff (id, title, zone, fee_hundredths, quarters) VALUES
  (1, 'Night and noon', 'DE', 640, 12), (2, 'Boiler', 'DE', 590, 8), (3, 'Car', 'DE', 610, 20), (4, 'Mountain car', 'AT', 570, 20);
ANALYZE TABLE quarter_price;
