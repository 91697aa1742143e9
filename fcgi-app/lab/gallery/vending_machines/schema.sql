DROP TABLE IF EXISTS vending_machine;
CREATE TABLE vending_machine (
  number      BIGINT       NOT NULL,
  place       VARCHAR(200) NOT NULL,
  sku         VARCHAR(20)  NOT NULL,
  pieces_left INT          NOT NULL,
  capacity    INT          NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;
INSERT INTO vending_machine (number, place, sku, pieces_left, capacity)
SELECT p.id, CONCAT(c.name, ', platform ', 1 + p.id % 9), p.sku, p.id * 7 % 40, 40
  FROM indexed_product AS p JOIN country AS c ON c.id = 1 + p.id % 120 WHERE p.id <= 1000 * @factor;
