DROP TABLE IF EXISTS taxi_ride;
CREATE TABLE taxi_ride (
  id           BIGINT       NOT NULL,
  from_east_m  INT          NOT NULL,
  from_north_m INT          NOT NULL,
  to_east_m    INT          NOT NULL,
  to_north_m   INT          NOT NULL,
  minutes      INT          NOT NULL,
  remark       VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO taxi_ride (id, from_east_m, from_north_m, to_east_m, to_north_m, minutes, remark)
SELECT r.id, r.id * 7919 % 9000, r.id * 104729 % 9000, r.id * 1299709 % 9000, r.id * 15485863 % 9000,
       IF(r.id % 101 = 0, 600, 3 + r.id * 31 % 70), IF(r.id % 89 = 0, 'to the garage', LEFT(r.body, 120))
  FROM review AS r WHERE r.id <= 15000 * @factor;
