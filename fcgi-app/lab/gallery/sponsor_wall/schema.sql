DROP TABLE IF EXISTS club_sponsor, club_fixture;
CREATE TABLE club_sponsor (
  name   VARCHAR(200) NOT NULL,
  slogan VARCHAR(200) NOT NULL,
  town   VARCHAR(100) NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB;
CREATE TABLE club_fixture (
  id         BIGINT       NOT NULL,
  team       INT          NOT NULL,
  played_at  DATETIME     NOT NULL,
  opponent   VARCHAR(200) NOT NULL,
  league     VARCHAR(60)  NOT NULL,
  home_goals INT          NOT NULL,
  away_goals INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_club_fixture_team_played_at (team, played_at)
) ENGINE = InnoDB;

-- Exactly 24 sponsors at every size.
INSERT INTO club_sponsor (name, slogan, town)
SELECT CONCAT('Sponsor ', p.id, ' ', p.name), ELT(1 + p.id % 4, 'We are there', 'Since 1911', 'Warm and dry', 'Fresh every day'), k.name
  FROM publisher AS p JOIN country AS k ON k.id = p.country_id WHERE p.id <= 24;
INSERT INTO club_fixture (id, team, played_at, opponent, league, home_goals, away_goals)
SELECT b.id, 1 + b.id % 5, TIMESTAMPADD(HOUR, -b.id * 17, TIMESTAMP '2025-12-20 19:30:00'), CONCAT('HC ', k.name), CONCAT('League ', 1 + b.id % 3),
       20 + b.id * 7 % 15, 18 + b.id * 11 % 16
  FROM book AS b JOIN country AS k ON k.id = 1 + b.id * 7 % 120 WHERE b.id <= 5000 * @factor;
