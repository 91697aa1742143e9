-- Programs with the files of their newest release, and 24 mirrors.
DROP TABLE IF EXISTS release_program, release_file, release_mirror;
CREATE TABLE release_program (
  id      BIGINT       NOT NULL,
  name    VARCHAR(100) NOT NULL,
  version VARCHAR(20)  NOT NULL,
  licence VARCHAR(60)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE release_file (
  program_id BIGINT       NOT NULL,
  position   INT          NOT NULL,
  platform   VARCHAR(40)  NOT NULL,
  file       VARCHAR(100) NOT NULL,
  kilobytes  BIGINT       NOT NULL,
  checksum   CHAR(64)     NOT NULL,
  PRIMARY KEY (program_id, position)
) ENGINE = InnoDB;
CREATE TABLE release_mirror (
  host    VARCHAR(100) NOT NULL,
  country VARCHAR(100) NOT NULL,
  PRIMARY KEY (host)
) ENGINE = InnoDB;

INSERT INTO release_program (id, name, version, licence)
SELECT id, CONCAT('lib', REPLACE(name, ' ', '-')), CONCAT(1 + id % 5, '.', id % 13, '.', id % 3), ELT(1 + id % 3, 'MIT', 'GPL 3 or later', 'BSD 2-Clause')
  FROM tag WHERE id <= 60 * @factor;
INSERT INTO release_file (program_id, position, platform, file, kilobytes, checksum)
SELECT program.id, part.id, ELT(part.id, 'source', 'Debian', 'Fedora', 'Windows', 'macOS'),
       CONCAT(program.name, '-', program.version, ELT(part.id, '.tar.xz', '.deb', '.rpm', '.msi', '.dmg')), 900 + program.id * part.id * 331 % 90000,
       SHA2(CONCAT(program.name, part.id), 256)
  FROM release_program AS program JOIN tag AS part ON part.id <= 5;
INSERT INTO release_mirror (host, country) SELECT CONCAT('mirror', id, '.example.org'), name FROM country WHERE id <= 24;
