DROP TABLE IF EXISTS museum_loan, museum_exhibit, museum_room, museum_institution;
CREATE TABLE museum_room (
  id     BIGINT       NOT NULL,
  name   VARCHAR(60)  NOT NULL,
  keeper VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE museum_institution (
  id   BIGINT       NOT NULL,
  name VARCHAR(200) NOT NULL,
  city VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE museum_exhibit (
  id        BIGINT       NOT NULL,
  inventory VARCHAR(20)  NOT NULL,
  title     VARCHAR(255) NOT NULL,
  room_id   BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE museum_loan (
  id          BIGINT NOT NULL,
  exhibit_id  BIGINT NOT NULL,
  borrower_id BIGINT NOT NULL,
  due_on      DATE   NOT NULL,
  PRIMARY KEY (id),
  KEY idx_museum_loan_due_on_id (due_on, id)
) ENGINE = InnoDB;

INSERT INTO museum_room (id, name, keeper) SELECT id, CONCAT('Room ', id DIV 20, '.', id % 20), name FROM author WHERE id <= 400;
INSERT INTO museum_institution (id, name, city)
SELECT p.id, CONCAT('Museum ', p.name), k.name FROM publisher AS p JOIN country AS k ON k.id = p.country_id;
INSERT INTO museum_exhibit (id, inventory, title, room_id)
SELECT id, CONCAT(year, '.', id % 97, '.', id), title, 1 + id * 7919 % 400 FROM book WHERE id <= 6000 * @factor;
INSERT INTO museum_loan (id, exhibit_id, borrower_id, due_on)
SELECT id, 1 + id * 31 % (6000 * @factor), 1 + id * 389 % 1000, TIMESTAMPADD(DAY, id * 7919 % 1100, DATE '2024-01-01')
  FROM book WHERE id <= 9000 * @factor;
