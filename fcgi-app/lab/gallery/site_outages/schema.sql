-- Large customers of a power grid, their sites, and the cuts that are announced for each area. Whoever announces or moves a
-- cut, or changes a site, also sets changed_at of the accounts that are concerned.
DROP TABLE IF EXISTS grid_account, grid_site, grid_outage;
CREATE TABLE grid_account (
  id         BIGINT       NOT NULL,
  name       VARCHAR(200) NOT NULL,
  changed_at DATETIME     NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE grid_site (
  account_id BIGINT       NOT NULL,
  number     BIGINT       NOT NULL,
  name       VARCHAR(200) NOT NULL,
  town       VARCHAR(100) NOT NULL,
  area_id    BIGINT       NOT NULL,
  PRIMARY KEY (account_id, number)
) ENGINE = InnoDB;
CREATE TABLE grid_outage (
  area_id   BIGINT       NOT NULL,
  begins_at DATETIME     NOT NULL,
  ends_at   DATETIME     NOT NULL,
  reason    VARCHAR(100) NOT NULL,
  PRIMARY KEY (area_id, begins_at)
) ENGINE = InnoDB;
INSERT INTO grid_account (id, name, changed_at)
SELECT id, name, TIMESTAMPADD(MINUTE, -id * 37, TIMESTAMP '2026-01-05 07:30:00') FROM publisher WHERE id <= 20 * @factor;
INSERT INTO grid_site (account_id, number, name, town, area_id)
SELECT 1 + o.id % (20 * @factor), 1 + o.id DIV (20 * @factor), CONCAT('Branch ', t.name), k.name, 1 + o.id * 7919 % 400
  FROM order_item AS o JOIN tag AS t ON t.id = 1 + o.id % 500 JOIN country AS k ON k.id = 1 + o.id % 120
 WHERE o.id <= 12900 * @factor;
INSERT INTO grid_outage (area_id, begins_at, ends_at, reason)
SELECT area.id, TIMESTAMPADD(HOUR, area.id * 13 % 500 + part.id * 170, TIMESTAMP '2025-12-27 08:00:00'),
       TIMESTAMPADD(HOUR, area.id * 13 % 500 + part.id * 170 + 3, TIMESTAMP '2025-12-27 08:00:00'),
       ELT(1 + (area.id + part.id) % 4, 'new transformer', 'trees near the line', 'road works', 'change of cables')
  FROM customer AS area JOIN tag AS part ON part.id <= 1 + area.id % 4 WHERE area.id <= 400;
ANALYZE TABLE grid_site, grid_outage;
