-- What a hospital's wards may order, and the newest forty orders.
DROP TABLE IF EXISTS ward_account, ward_article, ward_order, ward_order_line;
CREATE TABLE ward_account (
  id        INT         NOT NULL,
  name      VARCHAR(80) NOT NULL,
  max_packs INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE ward_article (
  id   BIGINT       NOT NULL,
  sku  VARCHAR(20)  NOT NULL,
  name VARCHAR(200) NOT NULL,
  unit VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE ward_order (
  id         BIGINT      NOT NULL AUTO_INCREMENT,
  ward_id    INT         NOT NULL,
  ordered_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE ward_order_line (
  order_id   BIGINT      NOT NULL,
  line       INT         NOT NULL,
  article_id BIGINT      NOT NULL,
  packs      BIGINT      NOT NULL,
  comes_from VARCHAR(12) NOT NULL,
  PRIMARY KEY (order_id, line)
) ENGINE = InnoDB;

INSERT INTO ward_account (id, name, max_packs)
SELECT id, CONCAT('Ward ', CHAR(65 + id % 6 USING utf8mb4), id), 20 + id % 5 FROM tag WHERE id <= 60;
INSERT INTO ward_article (id, sku, name, unit)
SELECT id, sku, name, ELT(1 + id % 4, 'box of 100', 'bottle', 'roll', 'bag of 50') FROM indexed_product WHERE id <= 5000;
ANALYZE TABLE ward_article;
