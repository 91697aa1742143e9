-- Football games with the sheets of both sides, their goals, and the players of the association.
DROP TABLE IF EXISTS sheet_game, sheet_goal, sheet_player;
CREATE TABLE sheet_player (
  passport BIGINT       NOT NULL,
  name     VARCHAR(200) NOT NULL,
  position VARCHAR(20)  NOT NULL,
  caps     BIGINT       NOT NULL,
  PRIMARY KEY (passport)
) ENGINE = InnoDB;
CREATE TABLE sheet_game (
  id           BIGINT       NOT NULL,
  home         VARCHAR(100) NOT NULL,
  away         VARCHAR(100) NOT NULL,
  kicks_off_at DATETIME     NOT NULL,
  home_sheet   VARCHAR(300) NOT NULL,
  away_sheet   VARCHAR(300) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE sheet_goal (
  game_id     BIGINT NOT NULL,
  minute      INT    NOT NULL,
  passport    BIGINT NOT NULL,
  is_own_goal BOOL   NOT NULL,
  PRIMARY KEY (game_id, minute, passport)
) ENGINE = InnoDB;

INSERT INTO sheet_player (passport, name, position, caps)
SELECT 70000 + i.id, c.name, ELT(1 + i.id % 5, 'goalkeeper', 'back', 'midfield', 'wing', 'forward'), i.id * 31 % 90
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 7 % 2500 WHERE i.id <= 12000 * @factor;
-- The players of a club have consecutive numbers.
INSERT INTO sheet_game (id, home, away, kicks_off_at, home_sheet, away_sheet)
SELECT b.id, CONCAT('FC ', p.name), CONCAT('SV ', q.name), TIMESTAMPADD(HOUR, b.id * 5, TIMESTAMP '2025-08-01 15:30:00'),
       (SELECT GROUP_CONCAT(70000 + b.id * 40 - 20 + t.id ORDER BY t.id * 7 % 20, t.id SEPARATOR ' ') FROM tag AS t WHERE t.id <= 20),
       (SELECT GROUP_CONCAT(70000 + b.id * 40 - 40 + t.id ORDER BY t.id * 7 % 20, t.id SEPARATOR ' ') FROM tag AS t WHERE t.id <= 20)
  FROM book AS b JOIN publisher AS p ON p.id = 1 + b.id * 31 % 1000 JOIN publisher AS q ON q.id = 1 + b.id * 389 % 1000 WHERE b.id <= 300 * @factor;
INSERT INTO sheet_goal (game_id, minute, passport, is_own_goal)
SELECT g.id, 1 + (g.id * 17 + t.id * 23) % 90, 70000 + g.id * 40 - 40 + 1 + (g.id * 7 + t.id * 11) % 40, (g.id + t.id) % 19 = 0
  FROM sheet_game AS g JOIN tag AS t ON t.id <= g.id % 6;
ANALYZE TABLE sheet_player, sheet_goal;
