-- Leagues with forty clubs each, and the newest thirty drafts of fixtures.
DROP TABLE IF EXISTS fixture_draft_match;
DROP TABLE IF EXISTS fixture_draft;
DROP TABLE IF EXISTS draft_club, draft_league;
CREATE TABLE draft_league (
  id   INT         NOT NULL,
  name VARCHAR(80) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE draft_club (
  id            BIGINT       NOT NULL,
  league_id     INT          NOT NULL,
  name          VARCHAR(200) NOT NULL,
  shares_ground BOOL         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_draft_club_league_id (league_id, id)
) ENGINE = InnoDB;
CREATE TABLE fixture_draft (
  id         BIGINT      NOT NULL AUTO_INCREMENT,
  league_id  INT         NOT NULL,
  drafted_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE fixture_draft_match (
  draft_id BIGINT NOT NULL,
  round    INT    NOT NULL,
  home_id  BIGINT NOT NULL,
  away_id  BIGINT NOT NULL,
  PRIMARY KEY (draft_id, round, home_id),
  CONSTRAINT fk_fixture_draft_match_draft FOREIGN KEY (draft_id) REFERENCES fixture_draft (id) ON DELETE CASCADE
) ENGINE = InnoDB;

INSERT INTO draft_league (id, name)
SELECT id, CONCAT(ELT(1 + id % 3, 'Women', 'Men', 'Under 17'), ', division ', 1 + id DIV 3) FROM tag WHERE id <= 25 * @factor;
INSERT INTO draft_club (id, league_id, name, shares_ground)
SELECT b.id, 1 + (b.id - 1) DIV 40, CONCAT(ELT(1 + b.id % 4, 'SC ', 'TuS ', 'Olympia ', 'Sparta '), p.name), b.id % 6 = 0
  FROM book AS b JOIN publisher AS p ON p.id = 1 + b.id * 31 % 1000 WHERE b.id <= 1000 * @factor;
