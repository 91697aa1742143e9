-- Part numbers as suppliers typed them, six of each length from 1 to 18. A third of them end with a character that does
-- not belong there.
DROP TABLE IF EXISTS typed_part;
CREATE TABLE typed_part (
  length   INT          NOT NULL,
  line     INT          NOT NULL,
  number   VARCHAR(40)  NOT NULL,
  pieces   INT          NOT NULL,
  supplier VARCHAR(200) NOT NULL,
  PRIMARY KEY (length, line)
) ENGINE = InnoDB;

INSERT INTO typed_part (length, line, number, pieces, supplier)
SELECT letters.id, line.id,
       CONCAT(LEFT(REPEAT(CONCAT(CHAR(64 + line.id USING utf8mb4), letters.id * 7 % 10, line.id), 6), letters.id), IF(line.id % 3 = 0, '#', '')),
       1 + letters.id * line.id % 40, publisher.name
  FROM tag AS letters JOIN tag AS line ON line.id <= 6 JOIN publisher ON publisher.id = letters.id * 6 + line.id
 WHERE letters.id <= 18;
