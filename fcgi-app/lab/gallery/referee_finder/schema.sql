-- Letters of application of eighty sentences, and who can be asked about the applicant.
DROP TABLE IF EXISTS cover_vacancy, cover_application, cover_sentence, cover_referee;
CREATE TABLE cover_vacancy (
  id    INT          NOT NULL,
  title VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE cover_application (
  id         BIGINT       NOT NULL,
  vacancy_id INT          NOT NULL,
  name       VARCHAR(200) NOT NULL,
  salary     INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE cover_sentence (
  application_id BIGINT       NOT NULL,
  number         INT          NOT NULL,
  text           VARCHAR(100) NOT NULL,
  PRIMARY KEY (application_id, number)
) ENGINE = InnoDB;
CREATE TABLE cover_referee (
  application_id BIGINT       NOT NULL,
  position       INT          NOT NULL,
  name           VARCHAR(200) NOT NULL,
  email          VARCHAR(200) NOT NULL,
  PRIMARY KEY (application_id, position)
) ENGINE = InnoDB;

INSERT INTO cover_vacancy (id, title) SELECT id, CONCAT('Head of ', name) FROM tag WHERE id <= 60;
INSERT INTO cover_application (id, vacancy_id, name, salary) SELECT id, 1 + id % 60, name, 2800 + id * 37 % 3000 FROM customer WHERE id <= 250 * @factor;
INSERT INTO cover_sentence (application_id, number, text)
SELECT 1 + (id - 1) DIV 80, 1 + (id - 1) % 80,
       CONCAT(ELT(1 + id % 6, 'In my last position', 'At the university', 'For three years', 'As you can see', 'With a small team', 'Since last summer'), ' I ',
              ELT(1 + id DIV 6 % 5, 'was in charge of', 'learned a lot about', 'have looked after', 'built up', 'was asked to improve'), ' ',
              ELT(1 + id DIV 30 % 7, 'the accounts', 'the sales desk', 'two workshops', 'our suppliers', 'the training', 'the archive', 'the shift plan'))
  FROM review WHERE id <= 20000 * @factor;
INSERT INTO cover_referee (application_id, position, name, email)
SELECT a.id, n.id, CONCAT(ELT(1 + (a.id + n.id) % 5, 'Ada', 'Ben', 'Clara', 'Dan', 'Eve'), ' ', ELT(1 + a.id * 7 % 4, 'Smith', 'Moreau', 'Lind', 'Novak')),
       CONCAT('referee', a.id * 3 + n.id, '@example.org')
  FROM cover_application AS a JOIN tag AS n ON n.id <= 2;
ANALYZE TABLE cover_sentence;
