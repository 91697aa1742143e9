-- Mails to a help desk, with up to 330 lines that each quotes. One in five is written below the quote.
DROP TABLE IF EXISTS helpdesk_mail, helpdesk_quote;
CREATE TABLE helpdesk_mail (
  id             BIGINT       NOT NULL,
  sender         VARCHAR(200) NOT NULL,
  subject        VARCHAR(255) NOT NULL,
  opening        VARCHAR(200) NOT NULL,
  closing        VARCHAR(600) NOT NULL,
  is_quote_first TINYINT(1)   NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE helpdesk_quote (
  mail_id BIGINT      NOT NULL,
  line    INT         NOT NULL,
  text    VARCHAR(80) NOT NULL,
  PRIMARY KEY (mail_id, line)
) ENGINE = InnoDB;

INSERT INTO helpdesk_mail (id, sender, subject, opening, closing, is_quote_first)
SELECT c.id, c.email, CONCAT('Re: ', b.title), CONCAT('On Monday the help desk wrote to ', c.name, ':'), r.body, c.id % 5 = 0
  FROM customer AS c JOIN book AS b ON b.id = c.id JOIN review AS r ON r.id = c.id WHERE c.id <= 120;
INSERT INTO helpdesk_quote (mail_id, line, text)
SELECT mail.id, line.id, LEFT(line.title, 30 + (mail.id + line.id) % 9)
  FROM helpdesk_mail AS mail JOIN book AS line ON line.id <= 330;
