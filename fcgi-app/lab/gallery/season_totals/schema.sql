-- An ice hockey league: sixteen clubs, and what each player did in each game of four seasons.
DROP TABLE IF EXISTS hockey_club, hockey_appearance, hockey_fan;
CREATE TABLE hockey_club (
  id   INT         NOT NULL,
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE hockey_appearance (
  id              BIGINT NOT NULL,
  season          INT    NOT NULL,
  club_id         INT    NOT NULL,
  player_id       BIGINT NOT NULL,
  goals           INT    NOT NULL,
  assists         INT    NOT NULL,
  penalty_minutes INT    NOT NULL,
  PRIMARY KEY (id),
  KEY idx_hockey_appearance_season_club_id (season, club_id, goals, assists, penalty_minutes)
) ENGINE = InnoDB;
CREATE TABLE hockey_fan (
  customer_id BIGINT NOT NULL,
  club_id     INT    NOT NULL,
  PRIMARY KEY (customer_id)
) ENGINE = InnoDB;

INSERT INTO hockey_club (id, name)
SELECT id, CONCAT(ELT(1 + id % 4, 'Bears', 'Comets', 'Ravens', 'Sharks'), ' ', name) FROM country WHERE id <= 16;
INSERT INTO hockey_appearance (id, season, club_id, player_id, goals, assists, penalty_minutes)
SELECT id, 2022 + id % 4, 1 + id DIV 4 * 7 % 16, 1 + id DIV 4 * 7 % 16 * 25 + id DIV 64 % 25, id * 37 % 11 DIV 8, id * 13 % 7 DIV 4, id * 29 % 9 DIV 6 * 2
  FROM order_item WHERE id <= 30000 * @factor;
INSERT INTO hockey_fan (customer_id, club_id) SELECT id, 1 + id % 16 FROM customer WHERE id % 4 <> 0;
ANALYZE TABLE hockey_appearance;
