-- Series of eight races, 45 boats in each race. A larger database has more series.
DROP TABLE IF EXISTS regatta_race, regatta_finish;
CREATE TABLE regatta_race (
  id         BIGINT       NOT NULL,
  series_id  BIGINT       NOT NULL,
  name       VARCHAR(100) NOT NULL,
  water      VARCHAR(100) NOT NULL,
  started_at DATETIME     NOT NULL,
  PRIMARY KEY (id),
  KEY idx_regatta_race_series_id (series_id)
) ENGINE = InnoDB;
CREATE TABLE regatta_finish (
  race_id   BIGINT       NOT NULL,
  sail      VARCHAR(20)  NOT NULL,
  skipper   VARCHAR(200) NOT NULL,
  elapsed_s INT          NOT NULL,
  factor    INT          NOT NULL,
  PRIMARY KEY (race_id, sail)
) ENGINE = InnoDB;

INSERT INTO regatta_race (id, series_id, name, water, started_at)
SELECT b.id, 1 + (b.id - 1) DIV 8, CONCAT('Race ', 1 + (b.id - 1) % 8), CONCAT('Bay of ', k.name), TIMESTAMPADD(DAY, b.id * 2, TIMESTAMP '2018-05-01 11:00:00')
  FROM book AS b JOIN country AS k ON k.id = 1 + (b.id DIV 8) % 120 WHERE b.id <= 160 * @factor;
INSERT INTO regatta_finish (race_id, sail, skipper, elapsed_s, factor)
SELECT race.id, CONCAT('SAIL ', 100 + boat.id), c.name, 3600 + (race.id * 131 + boat.id * 577) % 2400, 880 + boat.id * 7 % 240
  FROM regatta_race AS race JOIN tag AS boat ON boat.id <= 45 JOIN customer AS c ON c.id = 1 + (race.series_id * 45 + boat.id) % 2500;
ANALYZE TABLE regatta_race, regatta_finish;
