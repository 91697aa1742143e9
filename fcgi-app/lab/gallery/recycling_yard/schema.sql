-- Recycling yards with their containers, the households that have a card, and the newest three thousand visits.
DROP TABLE IF EXISTS recycling_yard, yard_container, yard_household, yard_visit;
CREATE TABLE recycling_yard (
  id        BIGINT       NOT NULL,
  name      VARCHAR(100) NOT NULL,
  closes_at VARCHAR(5)   NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE yard_container (
  yard_id BIGINT      NOT NULL,
  kind    VARCHAR(30) NOT NULL,
  place   VARCHAR(30) NOT NULL,
  is_full BOOLEAN     NOT NULL,
  PRIMARY KEY (yard_id, kind)
) ENGINE = InnoDB;
CREATE TABLE yard_household (
  card   BIGINT       NOT NULL,
  name   VARCHAR(200) NOT NULL,
  street VARCHAR(200) NOT NULL,
  PRIMARY KEY (card)
) ENGINE = InnoDB;
CREATE TABLE yard_visit (
  id         BIGINT      NOT NULL AUTO_INCREMENT,
  card       BIGINT      NOT NULL,
  yard_id    BIGINT      NOT NULL,
  litres     BIGINT      NOT NULL,
  entered_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_yard_visit_card (card)
) ENGINE = InnoDB;
INSERT INTO recycling_yard (id, name, closes_at)
SELECT id, CONCAT('Yard ', name), ELT(1 + id % 3, '17:00', '18:00', '19:30') FROM tag WHERE id <= 6;
INSERT INTO yard_container (yard_id, kind, place, is_full)
SELECT yard.id, kind.name, CONCAT('gate ', 1 + (yard.id + CHAR_LENGTH(kind.name)) % 5), (yard.id + CHAR_LENGTH(kind.name)) % 4 = 0
  FROM recycling_yard AS yard
  JOIN (SELECT 'paper' AS name UNION ALL SELECT 'glass' UNION ALL SELECT 'metal' UNION ALL SELECT 'wood' UNION ALL SELECT 'rubble'
        UNION ALL SELECT 'garden waste' UNION ALL SELECT 'batteries' UNION ALL SELECT 'electrical devices') AS kind;
INSERT INTO yard_household (card, name, street)
SELECT c.id, c.name, CONCAT(t.name, ' street ', 1 + c.id % 60) FROM customer AS c JOIN tag AS t ON t.id = 1 + c.id % 500 WHERE c.id <= 2000 * @factor;
INSERT INTO yard_visit (card, yard_id, litres, entered_at)
SELECT 1 + id * 7919 % (2000 * @factor), 1 + id % 6, 50 + id * 31 % 900, TIMESTAMPADD(MINUTE, id * 4, TIMESTAMP '2025-12-22 08:00:00')
  FROM book WHERE id <= 3000 ORDER BY id;
