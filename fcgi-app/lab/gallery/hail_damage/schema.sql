-- Five hailstorms, the claims of a car insurer's customers after each, and the halls where cars are inspected.
DROP TABLE IF EXISTS hail_storm, hail_hall, hail_claim;
CREATE TABLE hail_storm (
  id        INT         NOT NULL,
  name      VARCHAR(60) NOT NULL,
  passed_on DATE        NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE hail_hall (
  storm_id   INT         NOT NULL,
  town       VARCHAR(60) NOT NULL,
  cars_a_day INT         NOT NULL,
  PRIMARY KEY (storm_id, town)
) ENGINE = InnoDB;
CREATE TABLE hail_claim (
  id            BIGINT  NOT NULL,
  storm_id      INT     NOT NULL,
  postcode      CHAR(5) NOT NULL,
  cents         BIGINT  NOT NULL,
  is_total_loss BOOL    NOT NULL,
  PRIMARY KEY (id),
  KEY idx_hail_claim_storm_id (storm_id, postcode, cents, is_total_loss)
) ENGINE = InnoDB;

INSERT INTO hail_storm (id, name, passed_on)
SELECT id, CONCAT(ELT(id, 'Northern', 'Harbour', 'Midsummer', 'Vineyard', 'August'), ' storm'), DATE '2025-05-20' + INTERVAL id * 19 DAY FROM tag WHERE id <= 5;
INSERT INTO hail_hall (storm_id, town, cars_a_day)
SELECT s.id, k.name, 40 + s.id * k.id * 7 % 90 FROM hail_storm AS s JOIN country AS k ON k.id BETWEEN s.id * 3 AND s.id * 3 + 3;
INSERT INTO hail_claim (id, storm_id, postcode, cents, is_total_loss)
SELECT i.id, 1 + i.id % 5, LPAD(70000 + i.id * 7919 % 18000, 5, '0'), 40000 + i.id * 104729 % 700000, i.id * 13 % 29 = 0
  FROM order_item AS i WHERE i.id <= 30000 * @factor;
ANALYZE TABLE hail_claim;
