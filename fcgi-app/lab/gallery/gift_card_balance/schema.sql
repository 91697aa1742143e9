DROP TABLE IF EXISTS gift_card_payment, gift_card;
CREATE TABLE gift_card (
  id      BIGINT        NOT NULL,
  code    VARCHAR(16)   NOT NULL,
  amount  DECIMAL(8, 2) NOT NULL,
  sold_at DATETIME(6)   NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE gift_card_payment (
  id      BIGINT        NOT NULL,
  card_id BIGINT        NOT NULL,
  amount  DECIMAL(8, 2) NOT NULL,
  paid_at DATETIME(6)   NOT NULL,
  PRIMARY KEY (id),
  KEY idx_gift_card_payment_card_id (card_id)
) ENGINE = InnoDB;
INSERT INTO gift_card (id, code, amount, sold_at)
SELECT id, CONCAT('GC', LPAD(id * 7919 % 1000000, 6, '0')), 10 * (1 + id % 5), updated_at
  FROM product WHERE id <= 20000 * @factor;
INSERT INTO gift_card_payment (id, card_id, amount, paid_at)
SELECT id, 1 + id * 11 % (20000 * @factor), 1 + id % 9, updated_at
  FROM product WHERE id <= 10000 * @factor AND id % 3 <> 0;
