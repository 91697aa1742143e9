DROP TABLE IF EXISTS blocked_site;
CREATE TABLE blocked_site (
  id   BIGINT   NOT NULL,
  hash CHAR(64) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO blocked_site (id, hash)
SELECT id, SHA2(CONCAT('https://', sku, '.example.net/sign-in'), 256) FROM indexed_product WHERE id <= 22000 * @factor;
