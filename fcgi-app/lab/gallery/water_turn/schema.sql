-- Allotment colonies of fifty plots, and the turns at their taps. A larger database has more colonies.
DROP TABLE IF EXISTS tap_colony, tap_plot, tap_turn;
CREATE TABLE tap_colony (
  id            INT          NOT NULL,
  name          VARCHAR(200) NOT NULL,
  litres_a_turn INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE tap_plot (
  id        BIGINT       NOT NULL,
  colony_id INT          NOT NULL,
  name      VARCHAR(20)  NOT NULL,
  tenant    VARCHAR(200) NOT NULL,
  turns     BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE tap_turn (
  id           BIGINT NOT NULL AUTO_INCREMENT,
  colony_id    INT    NOT NULL,
  plot_id      BIGINT NOT NULL,
  quarter_hour INT    NOT NULL,
  litres       INT    NOT NULL,
  PRIMARY KEY (id),
  KEY idx_tap_turn_plot_id_id_litres (plot_id, id, litres),
  KEY idx_tap_turn_colony_id_quarter_hour_id (colony_id, quarter_hour, id)
) ENGINE = InnoDB;

INSERT INTO tap_colony (id, name, litres_a_turn) SELECT id, CONCAT('Colony ', name), 80 + id % 5 * 20 FROM tag WHERE id <= 20 * @factor;
INSERT INTO tap_plot (id, colony_id, name, tenant, turns)
SELECT id, 1 + (id - 1) DIV 50, CONCAT('Plot ', 1 + (id - 1) % 50), name, 0 FROM customer WHERE id <= 1000 * @factor;
INSERT INTO tap_turn (colony_id, plot_id, quarter_hour, litres)
SELECT 1 + (id * 7 % (1000 * @factor)) DIV 50, 1 + id * 7 % (1000 * @factor), 60 + id * 31 % 60, 80 + id % 3 * 20 FROM customer_order WHERE id <= 5000 * @factor ORDER BY id;
ANALYZE TABLE tap_turn;
