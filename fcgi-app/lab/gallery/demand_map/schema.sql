-- A car-sharing fleet: 3,000 cars in each city, which is a grid of 32 by 32 tiles. A larger database has more cities.
DROP TABLE IF EXISTS sharing_car;
CREATE TABLE sharing_car (
  id             BIGINT  NOT NULL,
  city_id        INT     NOT NULL,
  tile_y         INT     NOT NULL,
  tile_x         INT     NOT NULL,
  is_free        BOOLEAN NOT NULL,
  charge_percent INT     NOT NULL,
  PRIMARY KEY (id),
  KEY idx_sharing_car_city_id_is_free_tile_y_tile_x_charge_percent (city_id, is_free, tile_y, tile_x, charge_percent)
) ENGINE = InnoDB;
INSERT INTO sharing_car (id, city_id, tile_y, tile_x, is_free, charge_percent)
SELECT id, 1 + (id - 1) DIV 3000, id * 7919 % 32, id * 104729 % 31, id % 3 <> 0, 5 + (id * 31 + id DIV 992 * 13) % 96 FROM order_item WHERE id <= 24000 * @factor;
ANALYZE TABLE sharing_car;
