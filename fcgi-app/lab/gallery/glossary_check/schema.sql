-- Jobs of 700 sentences, and glossaries of four hundred terms. A larger database has more clients and jobs.
DROP TABLE IF EXISTS wordsmith_client, wordsmith_job, wordsmith_term, wordsmith_segment;
CREATE TABLE wordsmith_client (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE wordsmith_job (
  id        INT          NOT NULL,
  client_id INT          NOT NULL,
  title     VARCHAR(255) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE wordsmith_term (
  client_id INT          NOT NULL,
  source    VARCHAR(60)  NOT NULL,
  target    VARCHAR(100) NOT NULL,
  PRIMARY KEY (client_id, source)
) ENGINE = InnoDB;
CREATE TABLE wordsmith_segment (
  job_id INT          NOT NULL,
  number INT          NOT NULL,
  source VARCHAR(300) NOT NULL,
  target VARCHAR(400) NOT NULL,
  PRIMARY KEY (job_id, number)
) ENGINE = InnoDB;

INSERT INTO wordsmith_client (id, name) SELECT id, name FROM publisher WHERE id <= 10 * @factor;
INSERT INTO wordsmith_job (id, client_id, title) SELECT id, 1 + id % (10 * @factor), title FROM book WHERE id <= 25 * @factor;
INSERT INTO wordsmith_term (client_id, source, target)
SELECT c.id, REPLACE(t.name, ' ', '-'), CONCAT(REPLACE(t.name, ' ', '-'), ELT(1 + (t.id + c.id) % 4, 'ung', 'keit', 'schaft', 'heit')) FROM wordsmith_client AS c JOIN tag AS t ON t.id <= 400;
INSERT INTO wordsmith_segment (job_id, number, source, target)
SELECT 1 + (i.id - 1) DIV 700, 1 + (i.id - 1) % 700, CONCAT('The ', REPLACE(t.name, ' ', '-'), ' of the ', REPLACE(u.name, ' ', '-'), ' is described on page ', i.id % 90, '.'),
       CONCAT(REPLACE(t.name, ' ', '-'), ELT(1 + i.id % 4, 'ung', 'keit', 'schaft', 'heit'), ' und ', REPLACE(u.name, ' ', '-'), 'keit: siehe Seite ', i.id % 90, '.')
  FROM order_item AS i JOIN tag AS t ON t.id = 1 + i.id * 31 % 500 JOIN tag AS u ON u.id = 1 + i.id * 17 % 500 WHERE i.id <= 17500 * @factor;
ANALYZE TABLE wordsmith_term, wordsmith_segment;
