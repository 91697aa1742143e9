-- Petitions, the stands where people sign them, and the newest thousand signatures.
DROP TABLE IF EXISTS petition, petition_stand, petition_signature, petition_news;
CREATE TABLE petition (
  id             BIGINT       NOT NULL,
  title          VARCHAR(200) NOT NULL,
  recipient      VARCHAR(200) NOT NULL,
  goal           BIGINT       NOT NULL,
  signatures     BIGINT       NOT NULL,
  last_signed_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE petition_stand (
  id     BIGINT       NOT NULL,
  town   VARCHAR(100) NOT NULL,
  square VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE petition_signature (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  petition_id BIGINT      NOT NULL,
  stand_id    BIGINT      NOT NULL,
  signed_at   DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_petition_signature_petition_id (petition_id, id),
  KEY idx_petition_signature_petition_id_stand_id (petition_id, stand_id)
) ENGINE = InnoDB;
CREATE TABLE petition_news (
  petition_id BIGINT       NOT NULL,
  number      INT          NOT NULL,
  headline    VARCHAR(200) NOT NULL,
  posted_on   DATE         NOT NULL,
  PRIMARY KEY (petition_id, number)
) ENGINE = InnoDB;

INSERT INTO petition (id, title, recipient, goal, signatures, last_signed_at)
SELECT id, CONCAT('Save the ', name, ' library'), CONCAT('the mayor of district ', id), 5000 + id * 500, 400 + id * 731 % 4000,
       TIMESTAMP '2025-12-30 18:00:00'
  FROM tag WHERE id <= 20;
INSERT INTO petition_stand (id, town, square)
SELECT t.id, k.name, CONCAT(t.name, ' square') FROM tag AS t JOIN country AS k ON k.id = 1 + t.id % 25 WHERE t.id <= 80;
INSERT INTO petition_signature (petition_id, stand_id, signed_at)
SELECT 1 + id % 20, 1 + id * 7 % 80, TIMESTAMPADD(MINUTE, id, TIMESTAMP '2025-12-29 09:00:00') FROM book WHERE id <= 1000 ORDER BY id;
INSERT INTO petition_news (petition_id, number, headline, posted_on)
SELECT p.id, part.id, ELT(1 + (p.id + part.id) % 4, 'The council has read our letter', 'We were on the radio', 'Two thousand are reached', 'A new stand at the market'),
       DATE_ADD('2025-11-01', INTERVAL p.id + part.id * 9 DAY)
  FROM petition AS p JOIN tag AS part ON part.id <= 2 + p.id % 4;
