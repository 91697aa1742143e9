DROP TABLE IF EXISTS book_loan, loan_clerk;
CREATE TABLE loan_clerk (
  id   INT         NOT NULL,
  name VARCHAR(40) NOT NULL,
  room VARCHAR(10) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE book_loan (
  id          BIGINT NOT NULL,
  book_id     BIGINT NOT NULL,
  customer_id BIGINT NOT NULL,
  clerk_id    INT    NOT NULL,
  due_on      DATE   NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO loan_clerk (id, name, room)
VALUES (1, 'Asta', '1.04'), (2, 'Bruno', '1.05'), (3, 'Keiko', '2.11'), (4, 'Omar', '2.12');
INSERT INTO book_loan (id, book_id, customer_id, clerk_id, due_on)
SELECT id, book_id, customer_id, 1 + id % 4, TIMESTAMPADD(DAY, id % 28, DATE '2026-01-05')
  FROM review WHERE id <= 5000 * @factor;
