-- What bands sell on their tours. A larger database has more tours.
DROP TABLE IF EXISTS merch_item;
CREATE TABLE merch_item (
  tour_id    INT          NOT NULL,
  position   INT          NOT NULL,
  band       VARCHAR(200) NOT NULL,
  motif      VARCHAR(255) NOT NULL,
  size       VARCHAR(4)   NOT NULL,
  product_id BIGINT       NOT NULL,
  PRIMARY KEY (tour_id, position)
) ENGINE = InnoDB;
INSERT INTO merch_item (tour_id, position, band, motif, size, product_id)
SELECT 1 + (b.id - 1) DIV 640, 1 + (b.id - 1) % 640, p.name, b.title, ELT(1 + b.id % 5, 'S', 'M', 'L', 'XL', '-'), 1 + b.id * 31 % 25000
  FROM book AS b JOIN publisher AS p ON p.id = 1 + (b.id - 1) DIV 640 WHERE b.id <= 3200 * @factor;
ANALYZE TABLE merch_item;
