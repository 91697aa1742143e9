DROP TABLE IF EXISTS tour_day;
DROP TABLE IF EXISTS tour;
CREATE TABLE tour (
  id        BIGINT       NOT NULL,
  name      VARCHAR(300) NOT NULL,
  starts_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO tour (id, name, starts_on)
SELECT id, CONCAT('In the steps of ', title), DATE '2026-03-01' + INTERVAL id * 7 % 200 DAY
  FROM book WHERE id <= 2000 * @factor;

CREATE TABLE tour_day (
  tour_id  BIGINT       NOT NULL,
  number   INT          NOT NULL,
  town     VARCHAR(200) NOT NULL,
  guide_id BIGINT       NOT NULL,
  PRIMARY KEY (tour_id, number)
) ENGINE = InnoDB;
INSERT INTO tour_day (tour_id, number, town, guide_id)
SELECT 1 + (o.id - 1) DIV 5, 1 + (o.id - 1) % 5, p.name, 1 + o.id * 17 % 1250
  FROM customer_order AS o JOIN publisher AS p ON p.id = 1 + o.id * 3 % 1000 WHERE o.id <= 10000 * @factor;
