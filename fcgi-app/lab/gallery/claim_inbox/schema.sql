-- Letters to a health insurer: scanned, recognised, and assigned to one of two clerks.
DROP TABLE IF EXISTS scanned_letter, letter_clerk;
CREATE TABLE letter_clerk (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE scanned_letter (
  id              BIGINT       NOT NULL,
  clerk_id        INT          NOT NULL,
  received_at     DATETIME     NOT NULL,
  sender          VARCHAR(200) NOT NULL,
  subject         VARCHAR(300) NOT NULL,
  pages           INT          NOT NULL,
  recognised_text MEDIUMTEXT   NOT NULL,
  PRIMARY KEY (id),
  KEY idx_scanned_letter_clerk_id_received_at_id (clerk_id, received_at, id)
) ENGINE = InnoDB;

INSERT INTO letter_clerk (id, name) SELECT id, name FROM author WHERE id <= 2;
INSERT INTO scanned_letter (id, clerk_id, received_at, sender, subject, pages, recognised_text)
SELECT d.id, 1 + d.id % 2, TIMESTAMPADD(MINUTE, d.id * 7919 % 400000, TIMESTAMP '2025-03-01 08:00:00'), c.name,
       CONCAT(ELT(1 + d.id % 4, 'Invoice of Dr ', 'Objection: ', 'Glasses for ', 'Stay in '), d.title), 1 + d.id % 6, LEFT(d.body, 9000)
  FROM document AS d JOIN customer AS c ON c.id = d.id WHERE d.id <= 640 * @factor;
ANALYZE TABLE scanned_letter;
