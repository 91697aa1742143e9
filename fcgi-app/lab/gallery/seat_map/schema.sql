DROP TABLE IF EXISTS hall_seat;
CREATE TABLE hall_seat (
  evening_id INT           NOT NULL,
  number     INT           NOT NULL,
  state      VARCHAR(10)   NOT NULL,
  price      DECIMAL(6, 2) NOT NULL,
  order_id   BIGINT        NULL,
  PRIMARY KEY (evening_id, number)
) ENGINE = InnoDB;

-- Two thousand seats for each evening; a larger database has more evenings.
INSERT INTO hall_seat (evening_id, number, state, price, order_id)
SELECT 1 + (id - 1) DIV 2000, 1 + (id - 1) % 2000,
       CASE WHEN id * 7919 % 100 < 60 THEN 'sold' WHEN id * 7919 % 100 < 64 THEN 'held' ELSE 'free' END,
       95 - (id - 1) % 2000 DIV 200 * 8, IF(id * 7919 % 100 < 60, order_id, NULL)
  FROM order_item WHERE id <= 30000 * @factor;
