-- The wards of a state's hospitals in four regions, and their beds. A larger state has more hospitals.
DROP TABLE IF EXISTS capacity_ward, capacity_bed, capacity_notice;
CREATE TABLE capacity_ward (
  id       BIGINT       NOT NULL,
  region   INT          NOT NULL,
  hospital VARCHAR(200) NOT NULL,
  kind     VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_capacity_ward_region_hospital_kind (region, hospital, kind)
) ENGINE = InnoDB;
CREATE TABLE capacity_bed (
  ward_id BIGINT      NOT NULL,
  number  INT         NOT NULL,
  state   VARCHAR(10) NOT NULL,
  PRIMARY KEY (ward_id, number)
) ENGINE = InnoDB;
CREATE TABLE capacity_notice (
  id       BIGINT       NOT NULL,
  region   INT          NOT NULL,
  ends_at  DATETIME     NOT NULL,
  hospital VARCHAR(200) NOT NULL,
  text     VARCHAR(200) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_capacity_notice_region_ends (region, ends_at, id)
) ENGINE = InnoDB;

INSERT INTO capacity_ward (id, region, hospital, kind)
SELECT b.id, 1 + b.id % 4, CONCAT('Hospital ', LPAD(1 + b.id DIV 4 DIV 8, 3, '0')), ELT(1 + b.id DIV 4 % 5, 'intensive', 'stroke', 'burns', 'children', 'general')
  FROM book AS b WHERE b.id <= 320 * @factor;
INSERT INTO capacity_bed (ward_id, number, state)
SELECT w.id, t.id, CASE WHEN (w.id * 7 + t.id * 3) % 11 = 0 THEN 'free' WHEN (w.id + t.id) % 29 = 0 THEN 'closed' ELSE 'taken' END
  FROM capacity_ward AS w JOIN tag AS t ON t.id <= 12 + w.id % 20;
INSERT INTO capacity_notice (id, region, ends_at, hospital, text)
SELECT t.id, 1 + t.id % 4, TIMESTAMP '2025-12-28 12:00:00' + INTERVAL t.id * 7 HOUR, CONCAT('Hospital ', LPAD(1 + t.id % 10, 3, '0')),
       ELT(1 + t.id % 3, 'CT is out of order', 'No children under two years', 'Helipad closed by fog')
  FROM tag AS t WHERE t.id <= 40;
ANALYZE TABLE capacity_ward, capacity_bed, capacity_notice;
