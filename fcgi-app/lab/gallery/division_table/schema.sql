-- The players of a chess club's divisions, two hundred in each.
DROP TABLE IF EXISTS division_player;
CREATE TABLE division_player (
  division_id BIGINT       NOT NULL,
  player_id   BIGINT       NOT NULL,  -- within the division
  nickname    VARCHAR(200) NOT NULL,
  points      INT          NOT NULL,
  games       INT          NOT NULL,
  PRIMARY KEY (division_id, player_id),
  KEY idx_division_player_division_id_points_player_id (division_id, points, player_id)
) ENGINE = InnoDB;
INSERT INTO division_player (division_id, player_id, nickname, points, games)
SELECT 1 + (i.id - 1) DIV 200, 1 + (i.id - 1) % 200, c.name, 800 + i.id * 7919 % 900, 3 + i.id % 40
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 11 % (2500 * @factor)
 WHERE i.id <= 12000 * @factor;
