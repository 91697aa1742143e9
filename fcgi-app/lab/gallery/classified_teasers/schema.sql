DROP TABLE IF EXISTS classified_ad;
CREATE TABLE classified_ad (
  id          BIGINT       NOT NULL,
  title       VARCHAR(255) NOT NULL,
  price_cents BIGINT       NOT NULL,
  stars       INT          NOT NULL,
  is_active   TINYINT      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO classified_ad (id, title, price_cents, stars, is_active)
SELECT id, title, 100 + id * 7919 % 90000, ELT(1 + id % 5, 1, 1, 1, 2, 3), id % 6 <> 0 FROM book WHERE id <= 9000 * @factor;
