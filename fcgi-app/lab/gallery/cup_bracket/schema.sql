-- Three chess cups of 1,024 players each. Round 1 is the final, round 2 the semi-finals, and so on.
DROP TABLE IF EXISTS knockout_player, knockout_match;
CREATE TABLE knockout_player (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE knockout_match (
  cup_id      INT NOT NULL,
  round       INT NOT NULL,
  place       INT NOT NULL,
  white_id    INT NOT NULL,
  black_id    INT NOT NULL,
  half_points INT NOT NULL,  -- of white, out of four games
  PRIMARY KEY (cup_id, round, place)
) ENGINE = InnoDB;

INSERT INTO knockout_player (id, name) SELECT id, name FROM customer WHERE id <= 1100;
-- The lower number wins. In round r, the players of each half of a branch are 1,024 / 2^r apart.
INSERT INTO knockout_match (cup_id, round, place, white_id, black_id, half_points)
SELECT cup.id, r.id, m.id, 1 + (m.id - 1) * (1024 >> (r.id - 1)), 1 + (m.id - 1) * (1024 >> (r.id - 1)) + (1024 >> r.id), 5 + (m.id + r.id + cup.id) % 4
  FROM country AS cup JOIN tag AS r ON r.id <= 10 JOIN book AS m ON m.id <= 1 << (r.id - 1) WHERE cup.id <= 3 * @factor;
