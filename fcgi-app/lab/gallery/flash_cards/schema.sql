DROP TABLE IF EXISTS flash_card;
CREATE TABLE flash_card (
  id    BIGINT       NOT NULL,
  deck  INT          NOT NULL,
  front VARCHAR(255) NOT NULL,
  back  VARCHAR(200) NOT NULL,
  box   TINYINT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_flash_card_deck_box (deck, box)
) ENGINE = InnoDB;

INSERT INTO flash_card (id, deck, front, back, box)
SELECT b.id, 1 + b.id % 3, b.title, a.name, 1 + b.id * 7919 % 5
  FROM book AS b JOIN author AS a ON a.id = b.author_id WHERE b.id <= 10000 * @factor;
