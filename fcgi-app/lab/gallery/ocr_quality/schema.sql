-- Protocols of a parliament that three scanners have read.
DROP TABLE IF EXISTS scan_device, scanned_protocol;
CREATE TABLE scan_device (
  id       INT         NOT NULL,
  name     VARCHAR(60) NOT NULL,
  software VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE scanned_protocol (
  device_id  INT         NOT NULL,
  signature  VARCHAR(20) NOT NULL,
  scanned_on DATE        NOT NULL,
  recognised MEDIUMTEXT  NOT NULL,
  PRIMARY KEY (device_id, signature)
) ENGINE = InnoDB;

INSERT INTO scan_device (id, name, software) VALUES (1, 'Reading room', 'Fraktur 4.1'), (2, 'Cellar', 'Fraktur 4.3'), (3, 'Loan', 'Typewriter 2');
INSERT INTO scanned_protocol (device_id, signature, scanned_on, recognised)
SELECT 1 + id % 3, CONCAT('P ', LPAD(id, 6, '0')), DATE '2024-02-01' + INTERVAL id % 600 DAY,
       IF(id % 4 = 0, REPLACE(REPLACE(LEFT(body, 10000), 'l', '1'), 'ea', 'c'), LEFT(body, 10000))
  FROM document WHERE id <= 600 * @factor;
ANALYZE TABLE scanned_protocol;
