-- Bills for drinking water and sewage. Each run bills a quarter of the town.
DROP TABLE IF EXISTS water_run, water_bill, water_charge;
CREATE TABLE water_run (
  id        BIGINT       NOT NULL,
  title     VARCHAR(100) NOT NULL,
  billed_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE water_bill (
  run_id              BIGINT      NOT NULL,
  position            BIGINT      NOT NULL,
  customer_id         BIGINT      NOT NULL,
  meter               VARCHAR(20) NOT NULL,
  cubic_metres        BIGINT      NOT NULL,
  garden_cubic_metres BIGINT      NOT NULL,
  PRIMARY KEY (run_id, position)
) ENGINE = InnoDB;
CREATE TABLE water_charge (
  valid_from        DATE   NOT NULL,
  cubic_metre_cents BIGINT NOT NULL,
  base_cents        BIGINT NOT NULL,
  sewage_cents      BIGINT NOT NULL,
  PRIMARY KEY (valid_from)
) ENGINE = InnoDB;
INSERT INTO water_run (id, title, billed_on) VALUES
  (1, 'Water bill, old town', '2025-03-31'), (2, 'Water bill, harbour', '2025-06-30'),
  (3, 'Water bill, hill side', '2025-09-30'), (4, 'Water bill, villages', '2025-12-31');
INSERT INTO water_bill (run_id, position, customer_id, meter, cubic_metres, garden_cubic_metres)
SELECT 1 + id % 4, 1 + id DIV 4, 1 + id * 7919 % 2500, CONCAT('W', LPAD(id * 311, 9, '0')), 18 + id * 31 % 260, IF(id % 5 = 0, 4 + id % 14, 0)
  FROM book WHERE id <= 4000 * @factor;
INSERT INTO water_charge (valid_from, cubic_metre_cents, base_cents, sewage_cents)
SELECT DATE '2009-01-01' + INTERVAL id YEAR, 150 + id * 5, 2400 + id * 120, 190 + id * 7 FROM tag WHERE id <= 17;
ANALYZE TABLE water_bill;
