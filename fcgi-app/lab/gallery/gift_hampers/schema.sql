-- Hampers of three to six parts.
DROP TABLE IF EXISTS gift_hamper, gift_hamper_part;
CREATE TABLE gift_hamper (
  id    BIGINT        NOT NULL,
  name  VARCHAR(100)  NOT NULL,
  price DECIMAL(8, 2) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE gift_hamper_part (
  hamper_id BIGINT      NOT NULL,
  position  INT         NOT NULL,
  sku       VARCHAR(20) NOT NULL,
  pieces    INT         NOT NULL,
  PRIMARY KEY (hamper_id, position)
) ENGINE = InnoDB;

INSERT INTO gift_hamper (id, name, price)
SELECT b.id, CONCAT(ELT(1 + b.id % 5, 'For the garden', 'For a rainy day', 'For the desk', 'For grandparents', 'For travellers'), ' ', b.id), 19.90 + b.id % 40
  FROM book AS b WHERE b.id <= 350 * @factor;
INSERT INTO gift_hamper_part (hamper_id, position, sku, pieces)
SELECT hamper.id, part.id, p.sku, 1 + (hamper.id + part.id) % 3
  FROM gift_hamper AS hamper JOIN tag AS part ON part.id <= 3 + hamper.id % 4
  JOIN indexed_product AS p ON p.id = 1 + (hamper.id * 67 + part.id * 1009) % 25000;
