-- Archives of 10,000 persons with two events each. A larger database has more archives.
DROP TABLE IF EXISTS lineage_archive, lineage_person, lineage_event, lineage_place;
CREATE TABLE lineage_archive (
  id        INT          NOT NULL,
  name      VARCHAR(200) NOT NULL,
  submitter VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE lineage_place (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE lineage_person (
  archive_id INT          NOT NULL,
  number     INT          NOT NULL,
  given      VARCHAR(200) NOT NULL,
  surname    VARCHAR(200) NOT NULL,
  sex        CHAR(1)      NOT NULL,
  PRIMARY KEY (archive_id, number)
) ENGINE = InnoDB;
CREATE TABLE lineage_event (
  archive_id    INT     NOT NULL,
  person_number INT     NOT NULL,
  position      INT     NOT NULL,
  tag           CHAR(4) NOT NULL,
  year          INT     NOT NULL,
  place_id      INT     NOT NULL,
  PRIMARY KEY (archive_id, person_number, position)
) ENGINE = InnoDB;

INSERT INTO lineage_archive (id, name, submitter) SELECT id, CONCAT('The archive of ', name), name FROM author WHERE id <= @factor;
INSERT INTO lineage_place (id, name) SELECT id, CONCAT(name, ', ', ELT(1 + id % 4, 'Saxony', 'Hainaut', 'Kent', 'Jutland')) FROM tag WHERE id <= 500;
INSERT INTO lineage_person (archive_id, number, given, surname, sex)
SELECT 1 + (b.id - 1) DIV 10000, 1 + (b.id - 1) % 10000, SUBSTRING_INDEX(c.name, ' ', 1), SUBSTRING_INDEX(c.name, ' ', -1), IF(b.id % 2 = 0, 'M', 'F')
  FROM book AS b JOIN customer AS c ON c.id = 1 + b.id * 31 % 2500 WHERE b.id <= 10000 * @factor;
INSERT INTO lineage_event (archive_id, person_number, position, tag, year, place_id)
SELECT p.archive_id, p.number, n.id, IF(n.id = 1, 'BIRT', 'DEAT'), 1600 + p.number * 7 % 320 + IF(n.id = 1, 0, 20 + p.number % 60), 1 + (p.number * 13 + n.id) % 500
  FROM lineage_person AS p JOIN tag AS n ON n.id <= 2;
ANALYZE TABLE lineage_person, lineage_event;
