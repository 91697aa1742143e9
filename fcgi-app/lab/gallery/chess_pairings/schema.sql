DROP TABLE IF EXISTS chess_entry;
CREATE TABLE chess_entry (
  tournament_id BIGINT       NOT NULL,
  number        INT          NOT NULL,  -- drawn at the beginning
  name          VARCHAR(200) NOT NULL,
  club          VARCHAR(60)  NOT NULL,
  rating        INT          NOT NULL,
  PRIMARY KEY (tournament_id, number)
) ENGINE = InnoDB;

-- Each tournament has 1,300 players; a larger federation has held more of them.
INSERT INTO chess_entry (tournament_id, number, name, club, rating)
SELECT 1 + (o.id - 1) DIV 1300, 1 + (o.id - 1) % 1300, c.name,
       CONCAT(ELT(1 + o.id % 5, 'Rook', 'Bishop', 'Knight', 'Pawn', 'Tower'), ' ', k.name), 1000 + o.id * 7919 % 1600
  FROM customer_order AS o JOIN customer AS c ON c.id = 1 + o.id * 17 % (2500 * @factor) JOIN country AS k ON k.id = c.country_id
 WHERE o.id <= 5200 * @factor;
