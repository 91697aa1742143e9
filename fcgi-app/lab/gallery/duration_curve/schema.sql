-- The district heating of a town: three plants, and what each delivered in each hour of 2025, in tenths of a megawatt.
DROP TABLE IF EXISTS heat_plant, heat_plant_hour;
CREATE TABLE heat_plant (
  id       INT         NOT NULL,
  name     VARCHAR(60) NOT NULL,
  base_t   INT         NOT NULL,  -- what its base boiler can deliver
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE heat_plant_hour (
  plant_id INT      NOT NULL,
  began_at DATETIME NOT NULL,
  tenths   INT      NOT NULL,
  PRIMARY KEY (plant_id, began_at)
) ENGINE = InnoDB;

INSERT INTO heat_plant (id, name, base_t) VALUES (1, 'Harbour', 310), (2, 'North', 260), (3, 'Waste incineration', 340);
INSERT INTO heat_plant_hour (plant_id, began_at, tenths)
SELECT p.id, TIMESTAMPADD(HOUR, h.id - 1, TIMESTAMPADD(DAY, d.id - 1, TIMESTAMP '2025-01-01 00:00:00')),
       60 + p.id * 20 + ABS(CAST(d.id AS SIGNED) - 190) * 2 + (h.id * 13 + d.id * 7) % 60 + IF(h.id BETWEEN 6 AND 9, 70, 0)
  FROM heat_plant AS p JOIN tag AS d ON d.id <= 365 JOIN country AS h ON h.id <= 24;
ANALYZE TABLE heat_plant_hour;
