-- Cartons, their scans at four gates. One scan in 41 is of a carton that the system does not know.
DROP TABLE IF EXISTS loading_gate, gate_scan, carton;
CREATE TABLE loading_gate (
  id      INT          NOT NULL,
  name    VARCHAR(60)  NOT NULL,
  foreman VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE carton (
  id        BIGINT       NOT NULL,
  number    VARCHAR(20)  NOT NULL,
  content   VARCHAR(200) NOT NULL,
  recipient VARCHAR(200) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_carton_number (number)
) ENGINE = InnoDB;
CREATE TABLE gate_scan (
  id            BIGINT      NOT NULL,
  gate_id       INT         NOT NULL,
  carton_number BIGINT      NOT NULL,
  scanned_at    DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_gate_scan_gate_id (gate_id, id)
) ENGINE = InnoDB;

INSERT INTO loading_gate (id, name, foreman) SELECT id, CONCAT('Gate ', id), name FROM customer WHERE id <= 4;
INSERT INTO carton (id, number, content, recipient)
SELECT p.id, CONCAT('3402', LPAD(p.id * 7919, 10, '0')), CONCAT(2 + p.id % 30, ' x ', p.name), c.name
  FROM indexed_product AS p JOIN customer AS c ON c.id = 1 + p.id * 31 % 2500 WHERE p.id <= 2000 * @factor;
INSERT INTO gate_scan (id, gate_id, carton_number, scanned_at)
SELECT id, 1 + id % 4, 34020000000000 + IF(id % 41 = 3, 5, id * 7919), TIMESTAMPADD(SECOND, id * 11, TIMESTAMP '2025-12-01 05:30:00')
  FROM indexed_product WHERE id <= 2000 * @factor;
ANALYZE TABLE carton, gate_scan;
