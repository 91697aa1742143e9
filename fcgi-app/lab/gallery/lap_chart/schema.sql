-- Kart races of 60 laps with 20 starters. A larger database has more races.
DROP TABLE IF EXISTS kart_race, kart_starter, kart_lap;
CREATE TABLE kart_race (
  id      INT          NOT NULL,
  title   VARCHAR(100) NOT NULL,
  held_on DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE kart_starter (
  race_id INT          NOT NULL,
  car     INT          NOT NULL,
  driver  VARCHAR(200) NOT NULL,
  team    VARCHAR(200) NOT NULL,
  PRIMARY KEY (race_id, car)
) ENGINE = InnoDB;
CREATE TABLE kart_lap (
  race_id      INT NOT NULL,
  lap          INT NOT NULL,
  car          INT NOT NULL,
  milliseconds INT NOT NULL,
  PRIMARY KEY (race_id, lap, car)
) ENGINE = InnoDB;

INSERT INTO kart_race (id, title, held_on)
SELECT id, CONCAT('Kart cup, round ', id), DATE '2019-04-06' + INTERVAL id * 7 DAY FROM tag WHERE id <= 25 * @factor;
INSERT INTO kart_starter (race_id, car, driver, team)
SELECT r.id, t.id, c.name, p.name FROM kart_race AS r JOIN tag AS t ON t.id <= 20
  JOIN customer AS c ON c.id = 1 + (r.id * 31 + t.id * 7) % 900 JOIN publisher AS p ON p.id = 1 + t.id DIV 2;
INSERT INTO kart_lap (race_id, lap, car, milliseconds)
SELECT 1 + (id - 1) DIV 1200, 1 + (id - 1) % 1200 DIV 20, 1 + (id - 1) % 20, 51000 + id * 7919 % 1900 + (id - 1) % 20 * 9
  FROM order_item WHERE id <= 30000 * @factor;
ANALYZE TABLE kart_starter, kart_lap;
