DROP TABLE IF EXISTS game_score;
CREATE TABLE game_score (
  id         BIGINT      NOT NULL,
  level_id   INT         NOT NULL,
  player_id  BIGINT      NOT NULL,
  score      INT         NOT NULL,
  reached_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_game_score_level_score_reached_at (level_id, score, reached_at)
) ENGINE = InnoDB;

INSERT INTO game_score (id, level_id, player_id, score, reached_at)
SELECT id, 1 + id % 8, customer_id, id DIV 8 * 7919 % 1000 * 100, created_at
  FROM review WHERE id <= 30000 * @factor;
