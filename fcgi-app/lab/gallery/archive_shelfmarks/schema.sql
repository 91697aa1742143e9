-- Three fonds of a state archive, their series and units. Files on people are closed for some decades.
DROP TABLE IF EXISTS archive_fonds, archive_series, archive_unit;
CREATE TABLE archive_fonds (
  id         INT          NOT NULL,
  name       VARCHAR(100) NOT NULL,
  provenance VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE archive_series (
  fonds_id INT         NOT NULL,
  prefix   VARCHAR(10) NOT NULL,
  title    VARCHAR(60) NOT NULL,
  PRIMARY KEY (fonds_id, prefix)
) ENGINE = InnoDB;
CREATE TABLE archive_unit (
  id           BIGINT       NOT NULL,
  fonds_id     INT          NOT NULL,
  shelfmark    VARCHAR(30)  NOT NULL,
  title        VARCHAR(255) NOT NULL,
  years        VARCHAR(20)  NOT NULL,
  box          INT          NOT NULL,
  closed_until INT          NULL,
  PRIMARY KEY (id),
  KEY idx_archive_unit_fonds_id_shelfmark (fonds_id, shelfmark, id)
) ENGINE = InnoDB;

INSERT INTO archive_fonds (id, name, provenance) VALUES
  (1, 'Chancery', 'Seized in 1803, received in 1821'), (2, 'Office of Roads and Waterways', 'Received in four parts since 1919'),
  (3, 'District Court', 'Received every ten years');
INSERT INTO archive_series (fonds_id, prefix, title)
SELECT f.id, ELT(s.id, 'A', 'B', 'Gen', 'Pers'), ELT(s.id, 'Minutes', 'Letters received', 'General files', 'Files on people') FROM country AS f JOIN country AS s ON s.id <= 4 WHERE f.id <= 3;
INSERT INTO archive_unit (id, fonds_id, shelfmark, title, years, box, closed_until)
SELECT i.id, 1 + i.id % 3, CONCAT(ELT(1 + i.id DIV 3 % 4, 'A', 'B', 'Gen', 'Pers'), ' ', LPAD(i.id * 7919 % 100000, 5, '0'), '/', 1 + i.id % 9), b.title,
       CONCAT(1780 + i.id * 31 % 190, '-', 1785 + i.id * 31 % 190), 1 + i.id DIV 40, IF(i.id DIV 3 % 4 = 3, 2030 + i.id % 50, NULL)
  FROM order_item AS i JOIN book AS b ON b.id = i.book_id WHERE i.id <= 24300 * @factor;
ANALYZE TABLE archive_unit;
