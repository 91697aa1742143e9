DROP TABLE IF EXISTS herbarium_opinion, herbarium_specimen, herbarium_collector, herbarium_species;
CREATE TABLE herbarium_species (
  id     BIGINT       NOT NULL,
  name   VARCHAR(100) NOT NULL,
  family VARCHAR(60)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE herbarium_collector (
  id   BIGINT       NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE herbarium_specimen (
  id           BIGINT       NOT NULL,
  species_id   BIGINT       NOT NULL,
  collector_id BIGINT       NOT NULL,
  locality     VARCHAR(200) NOT NULL,
  found_on     DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE herbarium_opinion (
  id          BIGINT       NOT NULL,
  specimen_id BIGINT       NOT NULL,
  name        VARCHAR(100) NOT NULL,
  botanist    VARCHAR(200) NOT NULL,
  year        INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_herbarium_opinion_specimen_id (specimen_id)
) ENGINE = InnoDB;

INSERT INTO herbarium_species (id, name, family)
SELECT id, CONCAT(UPPER(LEFT(name, 1)), SUBSTRING(name, 2), 'ia vulgaris'), ELT(1 + id % 5, 'Rosaceae', 'Poaceae', 'Fabaceae', 'Apiaceae', 'Ericaceae')
  FROM tag WHERE id <= 500;
INSERT INTO herbarium_collector (id, name) SELECT id, name FROM author WHERE id <= 1250;
INSERT INTO herbarium_specimen (id, species_id, collector_id, locality, found_on)
SELECT o.id, 1 + o.id * 31 % 500, 1 + o.id * 7919 % 1250, CONCAT('Near ', k.name), TIMESTAMPADD(DAY, -(o.id * 13 % 9000), DATE '2025-10-01')
  FROM customer_order AS o JOIN country AS k ON k.id = 1 + o.id % 120 WHERE o.id <= 9000 * @factor;
INSERT INTO herbarium_opinion (id, specimen_id, name, botanist, year)
SELECT o.id, 1 + o.id * 3 % (9000 * @factor), s.name, a.name, 1990 + o.id % 35
  FROM customer_order AS o JOIN herbarium_species AS s ON s.id = 1 + o.id * 17 % 500 JOIN author AS a ON a.id = 1 + o.id * 11 % 1250
 WHERE o.id <= 6000 * @factor;
