-- A gravel pit: hauliers, their lorries, materials, and what was weighed.
DROP TABLE IF EXISTS bridge_haulier, bridge_lorry, bridge_material, bridge_weighing;
CREATE TABLE bridge_haulier (
  id   BIGINT       NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE bridge_lorry (
  id         BIGINT      NOT NULL,
  plate      VARCHAR(20) NOT NULL,
  haulier_id BIGINT      NOT NULL,
  tare_kg    INT         NOT NULL,
  max_kg     INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE bridge_material (
  id              INT         NOT NULL,
  name            VARCHAR(40) NOT NULL,
  cents_per_tonne INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE bridge_weighing (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  lorry_id    BIGINT      NOT NULL,
  material_id INT         NOT NULL,
  gross_kg    INT         NOT NULL,
  weighed_at  DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  KEY idx_bridge_weighing_lorry (lorry_id, id)
) ENGINE = InnoDB;

INSERT INTO bridge_haulier (id, name) SELECT p.id, CONCAT(p.name, ' Haulage') FROM publisher AS p WHERE p.id <= 120;
INSERT INTO bridge_material (id, name, cents_per_tonne)
SELECT t.id, CONCAT(ELT(1 + t.id % 4, 'gravel', 'sand', 'chippings', 'crushed rock'), ' ', ELT(1 + t.id DIV 4 % 4, '0/2', '2/8', '8/16', '16/32')), 650 + t.id * 95
  FROM tag AS t WHERE t.id <= 12;
INSERT INTO bridge_lorry (id, plate, haulier_id, tare_kg, max_kg)
SELECT c.id, CONCAT('KP ', CHAR(65 + c.id % 26), CHAR(65 + c.id DIV 26 % 26), ' ', 100 + c.id * 7 % 900), 1 + c.id % 120, 11200 + c.id * 31 % 4000, IF(c.id % 3 = 0, 40000, 32000)
  FROM customer AS c WHERE c.id <= 1000 * @factor;
INSERT INTO bridge_weighing (id, lorry_id, material_id, gross_kg, weighed_at)
SELECT i.id, 1 + i.id * 7 % (1000 * @factor), 1 + i.id * 5 % 12, 16000 + i.id * 7919 % 23000, TIMESTAMPADD(MINUTE, i.id * 11, TIMESTAMP '2019-03-04 06:00:00')
  FROM order_item AS i WHERE i.id <= 25000 * @factor;
ALTER TABLE bridge_weighing AUTO_INCREMENT = 100000001;
ANALYZE TABLE bridge_lorry, bridge_weighing;
