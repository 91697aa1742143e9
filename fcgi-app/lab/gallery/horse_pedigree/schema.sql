-- Horses and their parents. The first hundred have none that are known, and of later ones a few have only a dam.
DROP TABLE IF EXISTS pedigree_horse;
CREATE TABLE pedigree_horse (
  number  BIGINT       NOT NULL,
  name    VARCHAR(255) NOT NULL,
  born_in INT          NOT NULL,
  colour  VARCHAR(20)  NOT NULL,
  sire    BIGINT       NULL,
  dam     BIGINT       NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;
INSERT INTO pedigree_horse (number, name, born_in, colour, sire, dam)
SELECT b.id, b.title, 1950 + b.id DIV (140 * @factor), ELT(1 + b.id % 5, 'bay', 'chestnut', 'black', 'grey', 'palomino'),
       IF(b.id <= 100 OR b.id % 41 = 3, NULL, b.id DIV 2 DIV 2 * 2 - b.id % 7 * 2), IF(b.id <= 100, NULL, b.id DIV 2 DIV 2 * 2 + 1 - b.id % 17 * 2)
  FROM book AS b WHERE b.id <= 10000 * @factor;
ANALYZE TABLE pedigree_horse;
