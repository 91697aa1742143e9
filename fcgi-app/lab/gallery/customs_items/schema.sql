-- Declarations of groupage: many consignors in one lorry train, thousands of items.
DROP TABLE IF EXISTS customs_declaration, customs_item;
CREATE TABLE customs_declaration (
  id        BIGINT       NOT NULL,
  reference CHAR(18)     NOT NULL,
  declarant VARCHAR(200) NOT NULL,
  office    CHAR(8)      NOT NULL,
  lodged_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE customs_item (
  declaration_id BIGINT       NOT NULL,
  position       INT          NOT NULL,
  commodity      CHAR(10)     NOT NULL,
  goods          VARCHAR(100) NOT NULL,
  origin         CHAR(2)      NOT NULL,
  packages       INT          NOT NULL,
  net_grams      BIGINT       NOT NULL,
  gross_grams    BIGINT       NOT NULL,
  value_cents    BIGINT       NOT NULL,
  duty_permille  INT          NOT NULL,
  consignor      VARCHAR(200) NOT NULL,
  document       VARCHAR(30)  NOT NULL,
  PRIMARY KEY (declaration_id, position)
) ENGINE = InnoDB;

-- Six declarations of 3,000 items at every size; a larger office has more of them.
INSERT INTO customs_declaration (id, reference, declarant, office, lodged_on)
SELECT p.id, CONCAT('25DE4851', LPAD(p.id * 7919, 10, '0')), p.name, 'DE004851', DATE '2025-11-03' + INTERVAL p.id DAY
  FROM publisher AS p WHERE p.id <= 6 * @factor;
INSERT INTO customs_item (declaration_id, position, commodity, goods, origin, packages, net_grams, gross_grams, value_cents,
                          duty_permille, consignor, document)
SELECT 1 + (i.id - 1) DIV 3000, 1 + (i.id - 1) % 3000, LPAD(8400000000 + i.id * 7919 % 99999999, 10, '0'),
       CONCAT(' ', ELT(1 + i.id % 6, 'ball bearings', 'cotton shirts', 'garden tools', 'ceramic tiles', 'gear wheels', 'lamps'), ' '),
       k.code, 1 + i.id % 40, 500 + i.id * 31 % 90000, 700 + i.id * 31 % 90000, 1000 + i.id * 7919 % 900000, i.id % 12 * 10,
       p.name, CONCAT('T1 ', LPAD(i.id * 37, 8, '0'), IF(i.id % 3 = 0, ' ', ''))
  FROM order_item AS i JOIN country AS k ON k.id = 1 + i.id % 120 JOIN publisher AS p ON p.id = 1 + i.id % 400
 WHERE i.id <= 18000 * @factor;
ANALYZE TABLE customs_item;
