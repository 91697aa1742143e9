-- Tickets are numbered without gaps.
DROP TABLE IF EXISTS tombola_ticket, tombola_prize;
CREATE TABLE tombola_ticket (
  number BIGINT       NOT NULL,
  holder VARCHAR(200) NOT NULL,
  phone  VARCHAR(30)  NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;
CREATE TABLE tombola_prize (
  position INT          NOT NULL,
  name     VARCHAR(100) NOT NULL,
  pieces   INT          NOT NULL,
  PRIMARY KEY (position)
) ENGINE = InnoDB;

INSERT INTO tombola_ticket (number, holder, phone)
SELECT r.id, c.name, CONCAT('0', 150 + r.id % 30, '-', LPAD(r.id * 7919 % 10000000, 7, '0'))
  FROM review AS r JOIN customer AS c ON c.id = r.customer_id WHERE r.id <= 20000 * @factor;
INSERT INTO tombola_prize (position, name, pieces) VALUES
  (1, 'A weekend in the Alps', 1), (2, 'A bicycle', 2), (3, 'A box of books', 10), (4, 'A tree for the garden', 25), (5, 'A pot of honey', 10000);
