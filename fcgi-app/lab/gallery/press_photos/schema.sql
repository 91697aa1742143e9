-- Photos of a picture agency. The index is made before the rows, as in the case leading-wildcard.
DROP TABLE IF EXISTS press_photo, press_collection;
CREATE TABLE press_photo (
  id           BIGINT       NOT NULL,
  caption      VARCHAR(400) NOT NULL,
  photographer VARCHAR(200) NOT NULL,
  taken_on     DATE         NOT NULL,
  width        INT          NOT NULL,
  height       INT          NOT NULL,
  PRIMARY KEY (id),
  FULLTEXT KEY idx_press_photo_caption (caption)
) ENGINE = InnoDB;
CREATE TABLE press_collection (
  id     INT          NOT NULL,
  name   VARCHAR(100) NOT NULL,
  photos INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO press_photo (id, caption, photographer, taken_on, width, height)
SELECT b.id, CONCAT(ELT(1 + b.id % 4, 'Rehearsal of ', 'Premiere of ', 'Portrait: ', 'Backstage at '), b.title, ', ', k.name), a.name,
       TIMESTAMPADD(DAY, b.id DIV @factor, DATE '2009-07-01'), 3000 + b.id % 3 * 1000, 4000
  FROM book AS b JOIN country AS k ON k.id = 1 + b.id * 7 % 120 JOIN author AS a ON a.id = 1 + b.id * 31 % 200
 WHERE b.id <= 6000 * @factor ORDER BY b.id;
INSERT INTO press_collection (id, name, photos) SELECT id, CONCAT('The ', name, ' collection'), 1000 + id * 7919 % 90000 FROM tag WHERE id <= 14;
ANALYZE TABLE press_photo;
