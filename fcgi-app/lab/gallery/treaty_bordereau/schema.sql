-- Reinsurance: treaties of an insurer, and the policies that are ceded under them.
DROP TABLE IF EXISTS treaty, treaty_cession;
CREATE TABLE treaty (
  id        INT          NOT NULL,
  name      VARCHAR(60)  NOT NULL,
  reinsurer VARCHAR(200) NOT NULL,
  permille  INT          NOT NULL,  -- of premium and sum that the reinsurer takes
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE treaty_cession (
  id          BIGINT      NOT NULL,
  treaty_id   INT         NOT NULL,
  policy      CHAR(12)    NOT NULL,
  risk        VARCHAR(30) NOT NULL,
  begins_on   DATE        NOT NULL,
  sum_euros   BIGINT      NOT NULL,
  premium_c   BIGINT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_treaty_cession_treaty_id_id (treaty_id, id)
) ENGINE = InnoDB;

INSERT INTO treaty (id, name, reinsurer, permille) VALUES (1, 'Property quota share', 'Alpine Re & Partners', 350), (2, 'Marine quota share', 'Harbour Re', 500);
INSERT INTO treaty_cession (id, treaty_id, policy, risk, begins_on, sum_euros, premium_c)
SELECT i.id, 1 + (i.id % 4 = 0), CONCAT(IF(i.id % 4 = 0, 'MA', 'PR'), LPAD(i.id * 7, 10, '0')), ELT(1 + i.id % 4, 'hull', 'dwelling', 'warehouse', 'shop'),
       DATE '2025-01-01' + INTERVAL i.id % 365 DAY, 20000 + i.id * 7919 % 4000000, 9000 + i.id * 104729 % 800000
  FROM order_item AS i WHERE i.id <= 30000 * @factor;
ANALYZE TABLE treaty_cession;
