-- A volleyball league of eighteen clubs. Each plays each other at home and away; two thirds are played.
DROP TABLE IF EXISTS volley_club, volley_match, volley_pick;
CREATE TABLE volley_club (
  id       INT         NOT NULL,
  name     VARCHAR(60) NOT NULL,
  strength INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE volley_match (
  home_id     INT NOT NULL,
  away_id     INT NOT NULL,
  match_day   INT NOT NULL,
  home_points INT NULL,  -- of three; NULL: not played yet
  PRIMARY KEY (home_id, away_id)
) ENGINE = InnoDB;
CREATE TABLE volley_pick (
  customer_id BIGINT NOT NULL,
  club_id     INT    NOT NULL,
  PRIMARY KEY (customer_id)
) ENGINE = InnoDB;

INSERT INTO volley_club (id, name, strength) SELECT id, CONCAT('VC ', name), 40 + id * 37 % 50 FROM country WHERE id <= 18;
INSERT INTO volley_match (home_id, away_id, match_day, home_points)
SELECT h.id, a.id, 1 + (h.id * 5 + a.id) % 34, IF((h.id * 5 + a.id) % 34 < 22, (h.strength * 3 + a.id * 7) % 4, NULL)
  FROM volley_club AS h JOIN volley_club AS a ON a.id <> h.id;
INSERT INTO volley_pick (customer_id, club_id) SELECT id, 1 + id % 18 FROM customer WHERE id % 3 <> 1 OR id < 50;
