-- What astronomers want to observe: the targets of their proposals, with right ascension in seconds and declination in arc seconds.
DROP TABLE IF EXISTS sky_proposal, sky_target;
CREATE TABLE sky_proposal (
  id          INT          NOT NULL,
  code        VARCHAR(12)  NOT NULL,
  astronomer  VARCHAR(200) NOT NULL,
  highest_airmass_c INT    NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE sky_target (
  proposal_id INT         NOT NULL,
  position    INT         NOT NULL,
  name        VARCHAR(40) NOT NULL,
  ra_s        INT         NOT NULL,
  dec_as      INT         NOT NULL,
  PRIMARY KEY (proposal_id, position)
) ENGINE = InnoDB;

INSERT INTO sky_proposal (id, code, astronomer, highest_airmass_c) SELECT id, CONCAT('117.', LPAD(id, 4, '0')), name, 150 + id % 4 * 20 FROM author WHERE id <= 14 * @factor;
INSERT INTO sky_target (proposal_id, position, name, ra_s, dec_as)
SELECT 1 + (id - 1) DIV 700, 1 + (id - 1) % 700, CONCAT(ELT(1 + id % 3, 'HD ', 'NGC ', 'Gaia '), 1000 + id * 37), id * 7919 % 86400, CAST(id * 104729 % 504000 AS SIGNED) - 324000
  FROM book WHERE id <= 9800 * @factor;
ANALYZE TABLE sky_target;
