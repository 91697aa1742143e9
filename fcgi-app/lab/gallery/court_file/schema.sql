DROP TABLE IF EXISTS court_file, court_hearing, court_free_hour;
CREATE TABLE court_file (
  id            BIGINT       NOT NULL,
  chamber       BIGINT       NOT NULL,
  register_sign CHAR(1)      NOT NULL,
  year          BIGINT       NOT NULL,
  number        BIGINT       NOT NULL,
  claimant      VARCHAR(200) NOT NULL,
  defendant     VARCHAR(200) NOT NULL,
  judge         VARCHAR(50)  NOT NULL,
  state         VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY idx_court_file_reference (chamber, register_sign, year, number)
) ENGINE = InnoDB;
CREATE TABLE court_hearing (
  file_id BIGINT       NOT NULL,
  held_at DATETIME     NOT NULL,
  room    VARCHAR(10)  NOT NULL,
  outcome VARCHAR(100) NOT NULL,
  PRIMARY KEY (file_id, held_at)
) ENGINE = InnoDB;
CREATE TABLE court_free_hour (
  judge   VARCHAR(50) NOT NULL,
  held_at DATETIME    NOT NULL,
  room    VARCHAR(10) NOT NULL,
  PRIMARY KEY (judge, held_at)
) ENGINE = InnoDB;
INSERT INTO court_file (id, chamber, register_sign, year, number, claimant, defendant, judge, state)
SELECT r.id, 1 + r.id % 12, ELT(1 + r.id DIV 12 % 4, 'C', 'O', 'F', 'M'), 2015 + r.id DIV 48 % 11, 1 + r.id DIV 528, c.name, p.name,
       CONCAT('Judge ', 1 + r.id % 12), ELT(1 + r.id % 3, 'open', 'decided', 'settled')
  FROM review AS r JOIN customer AS c ON c.id = r.customer_id JOIN publisher AS p ON p.id = 1 + r.id % 1000
 WHERE r.id <= 20000 * @factor;
INSERT INTO court_hearing (file_id, held_at, room, outcome)
SELECT 1 + id % (20000 * @factor), TIMESTAMPADD(HOUR, 8 + id % 6, TIMESTAMPADD(DAY, id * 31 % 3600, TIMESTAMP '2016-01-04 00:00:00')),
       CONCAT(1 + id % 3, '.', 100 + id % 30), ELT(1 + id % 4, 'adjourned', 'witnesses heard', 'settlement proposed', 'judgment announced')
  FROM order_item WHERE id <= 30000 * @factor;
INSERT INTO court_free_hour (judge, held_at, room)
SELECT CONCAT('Judge ', 1 + id % 12), TIMESTAMPADD(HOUR, 9 + id DIV 12 % 4 + id DIV 48 * 24, TIMESTAMP '2026-01-12 00:00:00'), CONCAT('1.', 100 + id % 30)
  FROM tag;
ANALYZE TABLE court_file, court_hearing;
