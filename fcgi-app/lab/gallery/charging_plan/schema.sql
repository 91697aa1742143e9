-- Wallboxes, and the prices of the coming week in the zones of an exchange, for each quarter of an hour.
DROP TABLE IF EXISTS wallbox, spot_price;
CREATE TABLE wallbox (
  id        BIGINT NOT NULL,
  zone_id   BIGINT NOT NULL,
  watts     BIGINT NOT NULL,
  needed_wh BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE spot_price (
  zone_id     BIGINT NOT NULL,
  slot        BIGINT NOT NULL,
  tenth_cents BIGINT NOT NULL,
  PRIMARY KEY (zone_id, slot)
) ENGINE = InnoDB;
INSERT INTO wallbox (id, zone_id, watts, needed_wh)
SELECT id, 1 + id % (4 * @factor), ELT(1 + id % 3, 3700, 11000, 22000), 8000 + id * 311 % 60000 FROM customer WHERE id <= 500 * @factor;
INSERT INTO spot_price (zone_id, slot, tenth_cents)
SELECT 1 + id % (4 * @factor), id DIV (4 * @factor), 40 + id * 7919 % 260 FROM order_item WHERE id < 2688 * @factor;
INSERT INTO spot_price (zone_id, slot, tenth_cents) VALUES (1, 0, 88);
