DROP TABLE IF EXISTS vaccination;
CREATE TABLE vaccination (
  id       BIGINT      NOT NULL,
  district INT         NOT NULL,
  born_in  INT         NOT NULL,
  vaccine  VARCHAR(20) NOT NULL,
  dose     INT         NOT NULL,
  given_on DATE        NOT NULL,
  batch    VARCHAR(12) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO vaccination (id, district, born_in, vaccine, dose, given_on, batch)
SELECT id, 1 + id * 7919 % 412, 1935 + id * 31 % 90, ELT(1 + id % 6, 'measles', 'tetanus', 'influenza', 'polio', 'hepatitis B', 'pertussis'),
       1 + id % 3, DATE '2025-01-01' + INTERVAL id DIV (84 * @factor) DAY, CONCAT(CHAR(65 + id % 20 USING utf8mb4), LPAD(id * 37 % 90000, 5, '0'))
  FROM order_item WHERE id <= 30000 * @factor;
ANALYZE TABLE vaccination;
