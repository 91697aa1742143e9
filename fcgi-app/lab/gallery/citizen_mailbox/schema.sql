-- Letters of authorities in the mailboxes of citizens. Each mailbox has sixty, the rest is archived elsewhere.
DROP TABLE IF EXISTS mailbox_citizen, mailbox_authority, mailbox_letter;
CREATE TABLE mailbox_citizen (
  id   BIGINT       NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE mailbox_authority (
  id   BIGINT      NOT NULL,
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE mailbox_letter (
  citizen_id   BIGINT       NOT NULL,
  id           BIGINT       NOT NULL,
  authority_id BIGINT       NOT NULL,
  subject      VARCHAR(120) NOT NULL,
  body         VARCHAR(600) NOT NULL,
  sent_on      DATE         NOT NULL,
  is_unread    BOOL         NOT NULL,
  answer_until DATE         NULL,
  PRIMARY KEY (citizen_id, id)
) ENGINE = InnoDB;

INSERT INTO mailbox_citizen (id, name) SELECT c.id, c.name FROM customer AS c WHERE c.id <= 500 * @factor;
INSERT INTO mailbox_authority (id, name)
VALUES (1, 'Tax Office'), (2, 'Pension Fund'), (3, 'Registry of Vehicles'), (4, 'School Board'), (5, 'Land Registry'), (6, 'Court of Wards');
INSERT INTO mailbox_letter (citizen_id, id, authority_id, subject, body, sent_on, is_unread, answer_until)
SELECT 1 + i.id % (500 * @factor), 1 + i.id DIV (500 * @factor), 1 + i.id * 7 % 6,
       ELT(1 + (i.id + i.id DIV (500 * @factor)) % 5, 'Your notice of assessment', 'We need a document', 'Reminder', 'Your appointment', 'Change of your data'), CONCAT('Dear citizen, ', r.body),
       DATE '2021-01-04' + INTERVAL i.id DIV (500 * @factor) * 29 DAY, i.id DIV (500 * @factor) > 52,
       IF((i.id + i.id DIV (500 * @factor)) % 5 = 1, DATE '2021-02-04' + INTERVAL i.id DIV (500 * @factor) * 29 DAY, NULL)
  FROM order_item AS i JOIN review AS r ON r.id = i.id WHERE i.id <= 30000 * @factor;
ANALYZE TABLE mailbox_citizen, mailbox_letter;
