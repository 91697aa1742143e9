-- Issues of an official gazette with 600 notices each. A larger database has more issues.
DROP TABLE IF EXISTS gazette_issue, gazette_part, gazette_notice;
CREATE TABLE gazette_issue (
  number    INT          NOT NULL,
  notices   INT          NOT NULL,
  closes_at DATETIME     NOT NULL,
  editor    VARCHAR(200) NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;
CREATE TABLE gazette_part (
  issue          INT         NOT NULL,
  first_position INT         NOT NULL,
  title          VARCHAR(60) NOT NULL,
  PRIMARY KEY (issue, first_position)
) ENGINE = InnoDB;
CREATE TABLE gazette_notice (
  issue    INT          NOT NULL,
  position INT          NOT NULL,
  office   VARCHAR(200) NOT NULL,
  heading  VARCHAR(255) NOT NULL,
  text     VARCHAR(500) NOT NULL,
  PRIMARY KEY (issue, position)
) ENGINE = InnoDB;

INSERT INTO gazette_issue (number, notices, closes_at, editor)
SELECT b.id, 600, TIMESTAMPADD(DAY, b.id * 7, TIMESTAMP '2025-03-05 12:00:00'), a.name FROM book AS b JOIN author AS a ON a.id = 1 + b.id % 30 WHERE b.id <= 40 * @factor;
INSERT INTO gazette_part (issue, first_position, title)
SELECT i.number, 1 + (t.id - 1) * 120, ELT(t.id, 'Laws', 'Ordinances', 'Tenders', 'Registers', 'Insolvencies') FROM gazette_issue AS i JOIN tag AS t ON t.id <= 5;
INSERT INTO gazette_notice (issue, position, office, heading, text)
SELECT 1 + (r.id - 1) DIV 600, 1 + (r.id - 1) % 600, CONCAT('Office of ', p.name), b.title, r.body
  FROM review AS r JOIN book AS b ON b.id = r.book_id JOIN publisher AS p ON p.id = 1 + r.id * 31 % 1000 WHERE r.id <= 24000 * @factor;
ANALYZE TABLE gazette_notice;
