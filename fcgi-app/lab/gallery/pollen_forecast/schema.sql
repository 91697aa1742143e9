-- Pollen traps of a country. A larger service has more of them in each region.
DROP TABLE IF EXISTS pollen_trap, pollen_count, pollen_season;
CREATE TABLE pollen_trap (
  id     INT         NOT NULL,
  region VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE pollen_count (
  id         BIGINT      NOT NULL,
  trap_id    INT         NOT NULL,
  counted_at DATETIME    NOT NULL,
  species    VARCHAR(20) NOT NULL,
  grains     INT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_pollen_count_counted_at (counted_at, trap_id, species, grains)
) ENGINE = InnoDB;
-- Eight rows in every database.
CREATE TABLE pollen_season (
  species VARCHAR(20) NOT NULL,
  begins  VARCHAR(12) NOT NULL,
  ends    VARCHAR(12) NOT NULL,
  PRIMARY KEY (species)
) ENGINE = InnoDB;

INSERT INTO pollen_trap (id, region)
SELECT id, ELT(1 + id % 6, 'Coast', 'Lowlands', 'River valley', 'Hills', 'Mountains', 'Capital') FROM tag WHERE id <= 30 * @factor;
INSERT INTO pollen_count (id, trap_id, counted_at, species, grains)
SELECT id, 1 + id % (30 * @factor), TIMESTAMPADD(HOUR, id * 7919 % 504, TIMESTAMP '2025-04-24 00:00:00'),
       ELT(1 + id DIV 7 % 8, 'alder', 'birch', 'hazel', 'grasses', 'rye', 'plantain', 'mugwort', 'ragweed'), id * 31 % 140
  FROM order_item WHERE id <= 30000 * @factor;
INSERT INTO pollen_season (species, begins, ends)
VALUES ('hazel', '01 January', '30 March'), ('alder', '15 January', '10 April'), ('birch', '25 March', '15 May'),
       ('rye', '10 May', '05 July'), ('grasses', '01 May', '20 August'), ('plantain', '10 May', '15 September'),
       ('mugwort', '05 July', '10 September'), ('ragweed', '10 August', '05 October');
ANALYZE TABLE pollen_count;
