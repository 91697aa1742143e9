-- Two basketball seasons, play by play. A larger database has larger leagues; each game has 120 plays.
DROP TABLE IF EXISTS court_season, court_club, court_play;
CREATE TABLE court_season (
  id    INT         NOT NULL,
  title VARCHAR(20) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE court_club (
  code CHAR(3)     NOT NULL,
  name VARCHAR(80) NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB;
CREATE TABLE court_play (
  season_id    INT          NOT NULL,
  game_no      INT          NOT NULL,
  play_no      INT          NOT NULL,
  club         CHAR(3)      NOT NULL,
  points       INT          NOT NULL,
  clock_tenths INT          NOT NULL,
  player       VARCHAR(200) NOT NULL,
  remark       VARCHAR(20)  NOT NULL,
  PRIMARY KEY (season_id, game_no, play_no)
) ENGINE = InnoDB;

INSERT INTO court_season (id, title) VALUES (1, '2023/24'), (2, '2024/25');
INSERT INTO court_club (code, name)
SELECT CONCAT('C', LPAD(id, 2, '0')), CONCAT(ELT(1 + id % 4, 'Harbour ', 'Royal ', 'Old Town ', 'Valley '), ELT(1 + id % 5, 'Herons', 'Rockets', 'Bears', 'Comets', 'Storks')) FROM country WHERE id <= 20;
INSERT INTO court_play (season_id, game_no, play_no, club, points, clock_tenths, player, remark)
SELECT 1 + i.id % 2, 1 + i.id DIV 2 DIV 120, i.id DIV 2 % 120,
       CONCAT('C', LPAD(1 + (i.id DIV 240 + IF(i.id * 7919 % 23 < 11, 0, 7)) % 20, 2, '0')), ELT(1 + i.id * 31 % 7, 0, 2, 3, 0, 2, 1, 2),
       24000 - i.id DIV 2 % 120 * 200, c.name, IF(i.id % 211 = 0, 'overturned', IF(i.id % 9 = 0, 'fast break', ''))
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 37 % 400 WHERE i.id <= 30000 * @factor;
ANALYZE TABLE court_play;
