-- Which books are in which shop window, in which place.
DROP TABLE IF EXISTS display_place;
CREATE TABLE display_place (
  window_id BIGINT NOT NULL,
  position  INT    NOT NULL,
  book_id   BIGINT NOT NULL,
  PRIMARY KEY (window_id, position)
) ENGINE = InnoDB;

INSERT INTO display_place (window_id, position, book_id)
SELECT shop_window.id, place.id, 1 + (shop_window.id * 977 + place.id * 61) % 10000
  FROM tag AS shop_window JOIN tag AS place ON place.id <= 160 WHERE shop_window.id <= 40;
