DROP TABLE IF EXISTS lost_item, lost_desk;
CREATE TABLE lost_item (
  number      BIGINT       NOT NULL,
  found_on    DATE         NOT NULL,
  description VARCHAR(300) NOT NULL,
  place       VARCHAR(200) NOT NULL,
  shelf       VARCHAR(10)  NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;
CREATE TABLE lost_desk (
  name    VARCHAR(60) NOT NULL,
  opening VARCHAR(60) NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB;

INSERT INTO lost_item (number, found_on, description, place, shelf)
SELECT p.id, DATE_ADD('2024-01-01', INTERVAL p.id * 700 DIV (20000 * @factor) DAY),
       CONCAT(p.name, ELT(1 + p.id % 4, ', as good as new', ', scratched', ', with a name in it', '')),
       CONCAT(ELT(1 + p.id % 3, 'train to ', 'platform in ', 'toilet in '), k.name), CONCAT(1 + p.id % 60, CHAR(97 + p.id % 5 USING utf8mb4))
  FROM indexed_product AS p JOIN country AS k ON k.id = 1 + p.id * 17 % 120 WHERE p.id <= 20000 * @factor;
INSERT INTO lost_desk (name, opening) VALUES
  ('Central station', 'daily from 7 to 21'), ('Harbour station', 'Monday to Friday from 9 to 17'), ('North station', 'Tuesdays from 13 to 16');
