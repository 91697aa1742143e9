-- What the masts around an airport have measured in three years.
DROP TABLE IF EXISTS noise_event, noise_mast, noise_limit;
CREATE TABLE noise_mast (
  id    INT          NOT NULL,
  place VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE noise_event (
  id       BIGINT NOT NULL,
  mast_id  INT    NOT NULL,
  year     INT    NOT NULL,
  month    INT    NOT NULL,
  level_cb INT    NOT NULL,
  PRIMARY KEY (id),
  KEY idx_noise_event_year (year, mast_id, month, level_cb)
) ENGINE = InnoDB;
-- Twelve rows in every database.
CREATE TABLE noise_limit (
  month    INT NOT NULL,
  limit_cb INT NOT NULL,
  PRIMARY KEY (month)
) ENGINE = InnoDB;

INSERT INTO noise_mast (id, place) SELECT id, CONCAT(name, ' school') FROM tag WHERE id <= 9;
INSERT INTO noise_event (id, mast_id, year, month, level_cb)
SELECT id, 1 + id % 9, 2023 + id DIV 9 % 3, 1 + id DIV 27 % 12, 5200 + id * 7919 % 2900 FROM order_item WHERE id <= 30000 * @factor;
INSERT INTO noise_limit (month, limit_cb) SELECT id, 6900 + id % 3 * 60 FROM tag WHERE id <= 12;
ANALYZE TABLE noise_event;
