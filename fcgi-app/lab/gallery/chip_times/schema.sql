-- Running races with 2,560 entrants each, and what the mats at start and finish read. A larger database has more races.
DROP TABLE IF EXISTS race_entrant, race_chip_read;
CREATE TABLE race_entrant (
  race_id INT          NOT NULL,
  bib     INT          NOT NULL,
  name    VARCHAR(200) NOT NULL,
  club    VARCHAR(40)  NOT NULL,
  born    INT          NOT NULL,
  chip    CHAR(7)      NOT NULL,
  PRIMARY KEY (race_id, bib)
) ENGINE = InnoDB;
CREATE TABLE race_chip_read (
  race_id   INT        NOT NULL,
  chip      CHAR(7)    NOT NULL,
  mat       VARCHAR(6) NOT NULL,
  at_tenths INT        NOT NULL,  -- of a second, since the gun
  PRIMARY KEY (race_id, chip, mat)
) ENGINE = InnoDB;
INSERT INTO race_entrant (race_id, bib, name, club, born, chip)
SELECT 1 + (i.id - 1) DIV 2560, 1 + (i.id - 1) % 2560, c.name,
       ELT(1 + i.id % 5, 'TV Harbour', 'Night Runners', 'LG Old Town', 'without a club', 'Works Team 3'),
       1946 + i.id * 37 % 62, CONCAT('T', LPAD(HEX(i.id * 2654435 % 16777216), 6, '0'))
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 31 % 2500
 WHERE i.id <= 10240 * @factor;
INSERT INTO race_chip_read (race_id, chip, mat, at_tenths)
SELECT race_id, chip, 'start', bib DIV 4 + bib * 7 % 60 FROM race_entrant;
INSERT INTO race_chip_read (race_id, chip, mat, at_tenths)
SELECT race_id, chip, 'finish', 27000 + bib * 7919 % 41000 FROM race_entrant WHERE bib % 41 <> 0;
ANALYZE TABLE race_entrant, race_chip_read;
