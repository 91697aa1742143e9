-- What is to be picked in four halls, and the newest fifty waves with their picks.
DROP TABLE IF EXISTS wave_demand, wave, wave_pick;
CREATE TABLE wave_demand (
  id      BIGINT NOT NULL,
  hall_id INT    NOT NULL,
  aisle   INT    NOT NULL,
  bay     INT    NOT NULL,
  level   INT    NOT NULL,
  pieces  INT    NOT NULL,
  grams   INT    NOT NULL,
  PRIMARY KEY (id),
  KEY idx_wave_demand_hall_id_id (hall_id, id)
) ENGINE = InnoDB;
CREATE TABLE wave (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  hall_id     INT         NOT NULL,
  released_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE wave_pick (
  wave_id   BIGINT NOT NULL,
  demand_id BIGINT NOT NULL,
  aisle     INT    NOT NULL,
  bay       INT    NOT NULL,
  level     INT    NOT NULL,
  pieces    INT    NOT NULL,
  grams     INT    NOT NULL,
  cart      INT    NULL,
  stop      INT    NULL,
  PRIMARY KEY (wave_id, demand_id)
) ENGINE = InnoDB;

INSERT INTO wave_demand (id, hall_id, aisle, bay, level, pieces, grams)
SELECT id, 1 + id % 4, 1 + id * 7 % 18, 1 + id * 31 % 60, id * 13 % 5, quantity, quantity * (150 + id * 37 % 2800)
  FROM order_item WHERE id <= 12000 * @factor;
