-- Plots as farmers declare them, and those drawn for a control, in the order in which they were drawn.
DROP TABLE IF EXISTS declared_plot, control_sample;
CREATE TABLE declared_plot (
  id           BIGINT       NOT NULL,
  farm         VARCHAR(200) NOT NULL,
  municipality VARCHAR(100) NOT NULL,
  crop         VARCHAR(30)  NOT NULL,
  ares         BIGINT       NOT NULL,
  season       BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE control_sample (
  year     BIGINT NOT NULL,
  position BIGINT NOT NULL,
  plot_id  BIGINT NOT NULL,
  PRIMARY KEY (year, position)
) ENGINE = InnoDB;
INSERT INTO declared_plot (id, farm, municipality, crop, ares, season)
SELECT o.id, p.name, k.name, ELT(1 + o.id % 5, 'wheat', 'maize', 'grassland', 'potatoes', 'fallow'), 20 + o.id * 31 % 1800, IF(o.id % 7 = 0, 2024, 2025)
  FROM order_item AS o JOIN publisher AS p ON p.id = 1 + o.id % 1000 JOIN country AS k ON k.id = 1 + o.id % 120
 WHERE o.id <= 14000 * @factor;
INSERT INTO control_sample (year, position, plot_id)
SELECT 2025, id, 1 + id * 7919 % (14000 * @factor) FROM order_item WHERE id <= 10500;
ANALYZE TABLE declared_plot, control_sample;
