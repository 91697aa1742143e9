-- A league's prediction game: matches with a pot, and the newest two thousand tips.
DROP TABLE IF EXISTS tip_match, tip_pot, tip_entry, tip_goal_mean;
CREATE TABLE tip_match (
  id       INT         NOT NULL,
  home     VARCHAR(60) NOT NULL,
  away     VARCHAR(60) NOT NULL,
  home_id  INT         NOT NULL,
  away_id  INT         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE tip_pot (
  match_id INT    NOT NULL,
  tips     BIGINT NOT NULL,
  coins    BIGINT NOT NULL,
  PRIMARY KEY (match_id)
) ENGINE = InnoDB;
CREATE TABLE tip_entry (
  id         BIGINT NOT NULL AUTO_INCREMENT,
  match_id   INT    NOT NULL,
  home_goals INT    NOT NULL,
  away_goals INT    NOT NULL,
  coins      INT    NOT NULL,
  PRIMARY KEY (id),
  KEY idx_tip_entry_match_id_id (match_id, id, home_goals, away_goals)
) ENGINE = InnoDB;
CREATE TABLE tip_goal_mean (
  club_id  INT NOT NULL,
  half     INT NOT NULL,
  scored   INT NOT NULL,
  conceded INT NOT NULL,
  PRIMARY KEY (club_id, half)
) ENGINE = InnoDB;

INSERT INTO tip_match (id, home, away, home_id, away_id)
SELECT one.id, CONCAT('FC ', one.name), CONCAT('Sporting ', other.name), one.id, other.id
  FROM country AS one JOIN country AS other ON other.id = one.id + 60 WHERE one.id <= 60;
INSERT INTO tip_pot (match_id, tips, coins) SELECT id, 0, 0 FROM tip_match;
INSERT INTO tip_goal_mean (club_id, half, scored, conceded)
SELECT c.id, h.id, 40 + (c.id * 7 + h.id) % 90, 40 + (c.id * 13 + h.id) % 90 FROM country AS c JOIN tag AS h ON h.id <= 2;
