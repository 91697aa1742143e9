-- A season of a contractor's combine harvester. A larger contractor has more of them.
DROP TABLE IF EXISTS harvest_point;
CREATE TABLE harvest_point (
  id                BIGINT       NOT NULL,
  variety           VARCHAR(40)  NOT NULL,
  east_m            INT          NOT NULL,
  north_m           INT          NOT NULL,
  kg_per_ha         INT          NOT NULL,
  moisture_permille INT          NOT NULL,
  note              VARCHAR(120) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO harvest_point (id, variety, east_m, north_m, kg_per_ha, moisture_permille, note)
SELECT r.id, ELT(1 + r.id DIV 400 % 5, 'winter wheat Achat', 'winter wheat Bussard', 'barley Kornett', 'rye Dankowo', 'triticale Lombardo'),
       r.id % 400 * 3, r.id DIV 400 * 9 % 1200, IF(r.id % 400 < 6, 0, 5200 + r.id * 7919 % 3600 + IF(r.id % 211 = 0, 9000, 0)),
       120 + r.id * 31 % 60, IF(r.id % 400 > 394, 'turning, header up', CONCAT('lane ', r.id DIV 400, ', ', LEFT(r.body, 60)))
  FROM review AS r WHERE r.id <= 15000 * @factor;
