DROP TABLE IF EXISTS let_tenancy;
DROP TABLE IF EXISTS let_unit;
DROP TABLE IF EXISTS let_building;
CREATE TABLE let_building (
  id        BIGINT       NOT NULL,
  street    VARCHAR(220) NOT NULL,
  caretaker VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO let_building (id, street, caretaker)
SELECT p.id, CONCAT(p.name, ' Street ', 1 + p.id * 7 % 120), a.name
  FROM publisher AS p JOIN author AS a ON a.id = p.id WHERE p.id <= 400;

CREATE TABLE let_unit (
  id          BIGINT      NOT NULL,
  building_id BIGINT      NOT NULL,
  floor       INT         NOT NULL,
  door        VARCHAR(10) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_let_unit_building_id (building_id)
) ENGINE = InnoDB;
INSERT INTO let_unit (id, building_id, floor, door)
SELECT id, 1 + id * 11 % 400, id % 7, CONCAT(ELT(1 + id % 3, 'A', 'B', 'C'), 1 + id % 19)
  FROM customer_order WHERE id <= 6000 * @factor;

CREATE TABLE let_tenancy (
  id        BIGINT        NOT NULL,
  unit_id   BIGINT        NOT NULL,
  tenant_id BIGINT        NOT NULL,
  ends_on   DATE          NOT NULL,
  rent      DECIMAL(8, 2) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_let_tenancy_ends_on_id (ends_on, id)
) ENGINE = InnoDB;
INSERT INTO let_tenancy (id, unit_id, tenant_id, ends_on, rent)
SELECT id, 1 + id * 7 % (6000 * @factor), customer_id, DATE '2023-10-01' + INTERVAL id * 7919 % 900 DAY,
       400 + id * 31 % 900
  FROM customer_order WHERE id <= 8000 * @factor;
