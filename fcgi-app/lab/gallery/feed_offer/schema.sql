-- A feed mill's kinds of feed, and what farms usually take. A larger mill has more farms.
DROP TABLE IF EXISTS feed_farm, feed_kind, feed_usual;
CREATE TABLE feed_farm (
  id          INT          NOT NULL,
  name        VARCHAR(255) NOT NULL,
  silo_tonnes INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE feed_kind (
  number     BIGINT      NOT NULL,
  sku        VARCHAR(20) NOT NULL,
  name       VARCHAR(80) NOT NULL,
  cents      BIGINT      NOT NULL,
  instead_no BIGINT      NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;
CREATE TABLE feed_usual (
  farm_id INT    NOT NULL,
  feed_no BIGINT NOT NULL,
  bags    BIGINT NOT NULL,
  PRIMARY KEY (farm_id, feed_no)
) ENGINE = InnoDB;

INSERT INTO feed_farm (id, name, silo_tonnes) SELECT id, CONCAT(name, ' farm'), 10 + id % 7 * 5 FROM publisher WHERE id <= 20 * @factor;
INSERT INTO feed_kind (number, sku, name, cents, instead_no)
SELECT id, sku, CONCAT(ELT(1 + id % 6, 'calf starter', 'layer mash', 'dairy cake', 'pig grower', 'horse muesli', 'lamb pellets'), ' no. ', id),
       690 + id * 31 % 2400, 1 + (id + 60) % 2000
  FROM indexed_product WHERE id <= 2000;
INSERT INTO feed_usual (farm_id, feed_no, bags)
SELECT f.id, b.id, 1 + (f.id + b.id * 7) % 90 FROM feed_farm AS f JOIN book AS b ON b.id <= 2000 AND (b.id + f.id) % 3 = 0;
ANALYZE TABLE feed_kind, feed_usual;
