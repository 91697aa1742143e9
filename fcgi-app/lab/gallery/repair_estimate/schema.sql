DROP TABLE IF EXISTS broken_appliance, repair_task;
CREATE TABLE broken_appliance (
  id        BIGINT       NOT NULL,
  model     VARCHAR(100) NOT NULL,
  owner     VARCHAR(200) NOT NULL,
  country   CHAR(2)      NOT NULL,
  part_sku  VARCHAR(20)  NOT NULL,
  part_name VARCHAR(200) NOT NULL,
  fault     VARCHAR(40)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE repair_task (
  fault    VARCHAR(40)  NOT NULL,
  position INT          NOT NULL,
  task     VARCHAR(100) NOT NULL,
  minutes  INT          NOT NULL,
  PRIMARY KEY (fault, position)
) ENGINE = InnoDB;

INSERT INTO broken_appliance (id, model, owner, country, part_sku, part_name, fault)
SELECT c.id, CONCAT(ELT(1 + c.id % 3, 'Aqua ', 'Spin ', 'Lavender '), 500 + c.id % 40 * 10), c.name, k.code, p.sku, p.name,
       ELT(1 + c.id % 4, 'does not drain', 'does not heat', 'leaks', 'makes a noise')
  FROM customer AS c JOIN country AS k ON k.id = c.country_id JOIN indexed_product AS p ON p.id = 1 + c.id * 9 WHERE c.id <= 900 * @factor;
INSERT INTO repair_task (fault, position, task, minutes) VALUES
  ('does not drain', 1, 'clean the filter', 15), ('does not drain', 2, 'replace the pump', 40),
  ('does not heat', 1, 'measure the heater', 10), ('does not heat', 2, 'replace the heater', 55), ('does not heat', 3, 'test run', 30),
  ('leaks', 1, 'find the leak', 25), ('leaks', 2, 'replace the hose', 20),
  ('makes a noise', 1, 'open the drum', 35), ('makes a noise', 2, 'replace the bearing', 90);
