DROP TABLE IF EXISTS cellar_bottle;
CREATE TABLE cellar_bottle (
  id        BIGINT        NOT NULL,
  cellar_id INT           NOT NULL,
  vintage   INT           NOT NULL,
  price     DECIMAL(8, 2) NOT NULL,
  label     VARCHAR(255)  NOT NULL,
  notes     VARCHAR(500)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_cellar_bottle_cellar_id_vintage (cellar_id, vintage)
) ENGINE = InnoDB;

-- Twenty-five cellars, so that one is a small part of the table.
INSERT INTO cellar_bottle (id, cellar_id, vintage, price, label, notes)
SELECT r.id, 1 + r.id % 25, 1990 + r.id DIV 25 * 7919 % 35, 4 + r.id * 104729 % 9600 / 100, b.title, r.body
  FROM review AS r JOIN book AS b ON b.id = r.book_id WHERE r.id <= 30000 * @factor;
ANALYZE TABLE cellar_bottle;
