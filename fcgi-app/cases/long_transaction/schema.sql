-- A shop's till: what is in stock, and the orders of this case. Orders are removed when the page was built, and what they took
-- goes back into stock.
DROP TABLE IF EXISTS checkout_line, checkout_order, checkout_stock;
CREATE TABLE checkout_stock (
  product_id BIGINT        NOT NULL,
  name       VARCHAR(200)  NOT NULL,
  price      DECIMAL(8, 2) NOT NULL,
  pieces     INT           NOT NULL,
  PRIMARY KEY (product_id)
) ENGINE = InnoDB;
CREATE TABLE checkout_order (
  id          BIGINT         NOT NULL AUTO_INCREMENT,
  customer_id BIGINT         NOT NULL,
  total       DECIMAL(10, 2) NOT NULL,
  status      VARCHAR(20)    NOT NULL,
  reference   VARCHAR(60)    NULL,
  placed_at   DATETIME(6)    NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  KEY idx_checkout_order_placed_at (placed_at)
) ENGINE = InnoDB;
CREATE TABLE checkout_line (
  order_id   BIGINT        NOT NULL,
  product_id BIGINT        NOT NULL,
  price      DECIMAL(8, 2) NOT NULL,
  PRIMARY KEY (order_id, product_id),
  CONSTRAINT fk_checkout_line_order FOREIGN KEY (order_id) REFERENCES checkout_order (id) ON DELETE CASCADE
) ENGINE = InnoDB;

INSERT INTO checkout_stock (product_id, name, price, pieces)
SELECT id, name, price, 1000000 FROM indexed_product WHERE id <= 100 ORDER BY id;
ANALYZE TABLE checkout_stock;
