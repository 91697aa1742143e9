-- The by-laws of a municipality. An amendment increments the version of its law.
DROP TABLE IF EXISTS by_law, by_law_section, by_law_amendment;
CREATE TABLE by_law (
  id            BIGINT       NOT NULL,
  title         VARCHAR(200) NOT NULL,
  version       BIGINT       NOT NULL,
  in_force_from DATE         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE by_law_section (
  law_id  BIGINT        NOT NULL,
  number  BIGINT        NOT NULL,
  heading VARCHAR(200)  NOT NULL,
  body    VARCHAR(4000) NOT NULL,
  PRIMARY KEY (law_id, number)
) ENGINE = InnoDB;
CREATE TABLE by_law_amendment (
  law_id     BIGINT       NOT NULL,
  decided_on DATE         NOT NULL,
  what       VARCHAR(200) NOT NULL,
  PRIMARY KEY (law_id, decided_on)
) ENGINE = InnoDB;
INSERT INTO by_law (id, title, version, in_force_from)
SELECT id, CONCAT('By-law on ', ELT(1 + id % 6, 'markets', 'cemeteries', 'trees', 'street cleaning', 'fees', 'dogs'), ', no. ', id), 3 + id % 5,
       DATE '2012-01-01' + INTERVAL id * 97 % 4000 DAY
  FROM publisher WHERE id <= 40 * @factor;
INSERT INTO by_law_section (law_id, number, heading, body)
SELECT law.id, part.id, ELT(1 + part.id % 6, 'Purpose', 'Terms', 'Duties', 'Fees', 'Exceptions', 'Fines'), LEFT(d.body, 900 + part.id * 60)
  FROM by_law AS law JOIN tag AS part ON part.id <= 9 + law.id % 12 JOIN document AS d ON d.id = 1 + (law.id * 17 + part.id) % 640;
INSERT INTO by_law_amendment (law_id, decided_on, what)
SELECT law.id, DATE '2014-03-01' + INTERVAL part.id * 400 + law.id * 31 % 300 DAY, CONCAT('section ', 1 + (law.id + part.id) % 9, ' was amended')
  FROM by_law AS law JOIN tag AS part ON part.id <= 2 + law.id % 5;
ANALYZE TABLE by_law_section, by_law_amendment;
