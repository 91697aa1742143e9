-- The paths of a hiking map. The map grows with the dataset; a tile has forty paths with about two hundred points.
DROP TABLE IF EXISTS hiking_path;
CREATE TABLE hiking_path (
  tile_x  INT           NOT NULL,
  tile_y  INT           NOT NULL,
  path_id BIGINT        NOT NULL,
  name    VARCHAR(255)  NOT NULL,
  grade   VARCHAR(10)   NOT NULL,
  points  VARCHAR(4000) NOT NULL,
  PRIMARY KEY (tile_x, tile_y, path_id)
) ENGINE = InnoDB;
SET SESSION group_concat_max_len = 4000;
INSERT INTO hiking_path (tile_x, tile_y, path_id, name, grade, points)
SELECT b.id DIV 200, b.id DIV 40 % 5, b.id, LEFT(b.title, 60), ELT(1 + b.id % 3, 'easy', 'medium', 'hard'), walk.points
  FROM book AS b
  JOIN (SELECT shape.id AS shape,
               GROUP_CONCAT(700 + n.id * 15 + n.id * shape.id % 13, ' ',
                            1200 + n.id * (shape.id % 7) + n.id * n.id % 41 ORDER BY n.id SEPARATOR ' ') AS points
          FROM country AS shape JOIN tag AS n ON n.id <= 150 + shape.id
         WHERE shape.id <= 50 GROUP BY shape.id) AS walk ON walk.shape = 1 + b.id % 50
 WHERE b.id <= 1000 * @factor;
