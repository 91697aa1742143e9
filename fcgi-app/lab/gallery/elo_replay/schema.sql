-- Leagues of sixty players and ten thousand games each. A larger database has more leagues.
DROP TABLE IF EXISTS elo_player, elo_game;
CREATE TABLE elo_player (
  league_id INT          NOT NULL,
  id        INT          NOT NULL,
  name      VARCHAR(200) NOT NULL,
  PRIMARY KEY (league_id, id)
) ENGINE = InnoDB;
CREATE TABLE elo_game (
  league_id INT  NOT NULL,
  number    INT  NOT NULL,
  played_on DATE NOT NULL,
  home_id   INT  NOT NULL,
  away_id   INT  NOT NULL,
  home_sets INT  NOT NULL,
  away_sets INT  NOT NULL,
  PRIMARY KEY (league_id, number)
) ENGINE = InnoDB;
INSERT INTO elo_player (league_id, id, name)
SELECT 1 + (id - 1) DIV 60, 1 + (id - 1) % 60, name FROM customer WHERE id <= 180 * @factor;
INSERT INTO elo_game (league_id, number, played_on, home_id, away_id, home_sets, away_sets)
SELECT 1 + (id - 1) DIV 10000, 1 + (id - 1) % 10000, DATE '2015-09-01' + INTERVAL (id - 1) % 10000 DIV 3 DAY,
       1 + id * 31 % 60, 1 + (id * 31 + 1 + id * 7 % 59) % 60, IF(id * 7919 % 5 < 3, 3, id % 3), IF(id * 7919 % 5 < 3, id % 3, 3)
  FROM order_item WHERE id <= 30000 * @factor;
ANALYZE TABLE elo_game;
