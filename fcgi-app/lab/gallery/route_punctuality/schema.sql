DROP TABLE IF EXISTS ferry_arrival;
DROP TABLE IF EXISTS ferry_pass;
CREATE TABLE ferry_arrival (
  id           BIGINT       NOT NULL,
  route        VARCHAR(120) NOT NULL,
  arrived_ms   BIGINT       NOT NULL,  -- milliseconds since 1970
  late_minutes INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_ferry_arrival_arrived_ms_route_late_minutes (arrived_ms, route, late_minutes)
) ENGINE = InnoDB;
CREATE TABLE ferry_pass (
  customer_id BIGINT       NOT NULL,
  route       VARCHAR(120) NOT NULL,
  PRIMARY KEY (customer_id, route)
) ENGINE = InnoDB;
INSERT INTO ferry_arrival (id, route, arrived_ms, late_minutes)
SELECT i.id, CONCAT(a.name, ' – ', b.name), 1704067200000 + i.id * 63000000000 DIV (16000 * @factor), i.id * 7919 % (3 + i.id % 17)
  FROM order_item AS i JOIN country AS a ON a.id = 1 + i.id % 30 JOIN country AS b ON b.id = 60 + i.id % 30
 WHERE i.id <= 16000 * @factor;
INSERT INTO ferry_pass (customer_id, route)
SELECT c.id, CONCAT(a.name, ' – ', b.name)
  FROM customer AS c JOIN country AS a ON a.id = 1 + c.id % 30 JOIN country AS b ON b.id = 60 + c.id % 30;
ANALYZE TABLE ferry_arrival;
