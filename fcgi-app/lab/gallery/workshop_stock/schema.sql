-- What the depots of a car-sharing fleet need in a week, 700 parts each. A larger database has more depots.
DROP TABLE IF EXISTS carpool_depot, carpool_need;
CREATE TABLE carpool_depot (
  id      INT          NOT NULL,
  town    VARCHAR(100) NOT NULL,
  week_of DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE carpool_need (
  id         BIGINT      NOT NULL,
  depot_id   INT         NOT NULL,
  plate      VARCHAR(20) NOT NULL,
  due_on     DATE        NOT NULL,
  product_id BIGINT      NOT NULL,
  pieces     INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_carpool_need_depot_id_due_on_id (depot_id, due_on, id)
) ENGINE = InnoDB;
INSERT INTO carpool_depot (id, town, week_of) SELECT id, CONCAT(name, ' Depot'), '2026-01-05' FROM tag WHERE id <= 12 * @factor;
INSERT INTO carpool_need (id, depot_id, plate, due_on, product_id, pieces)
SELECT id, 1 + id % (12 * @factor), CONCAT('CP-', 1000 + id * 7919 % 9000), DATE '2026-01-05' + INTERVAL id * 31 % 5 DAY, 1 + id * 37 % 25000, 1 + id % 4
  FROM customer_order WHERE id <= 8400 * @factor;
ANALYZE TABLE carpool_need;
