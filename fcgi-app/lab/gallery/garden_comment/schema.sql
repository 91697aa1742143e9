-- The plots of a community garden, and the newest thousand comments on them.
DROP TABLE IF EXISTS garden_plot, garden_comment;
CREATE TABLE garden_plot (
  id       BIGINT       NOT NULL,
  gardener VARCHAR(200) NOT NULL,
  plant    VARCHAR(60)  NOT NULL,
  rules    VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE garden_comment (
  id          BIGINT        NOT NULL AUTO_INCREMENT,
  plot_id     BIGINT        NOT NULL,
  customer_id BIGINT        NULL,  -- NULL for a guest
  body        VARCHAR(1000) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO garden_plot (id, gardener, plant, rules)
SELECT id, name, ELT(1 + id % 6, 'beans', 'dahlias', 'chard', 'tomatoes', 'quinces', 'hops'),
       ELT(1 + id % 3, 'Water only in the evening.', 'Please close the gate.', 'Tools belong into the shed.')
  FROM customer WHERE id <= 300;
INSERT INTO garden_comment (plot_id, customer_id, body)
SELECT 1 + id % 300, customer_id, body FROM review WHERE id <= 1000 ORDER BY id;
