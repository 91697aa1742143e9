-- Vacancies of a job board. The index is made before the rows, as in the case leading-wildcard.
DROP TABLE IF EXISTS vacancy;
CREATE TABLE vacancy (
  id       BIGINT       NOT NULL,
  title    VARCHAR(300) NOT NULL,
  country  VARCHAR(100) NOT NULL,
  contract VARCHAR(20)  NOT NULL,
  salary   INT          NOT NULL,
  PRIMARY KEY (id),
  FULLTEXT KEY idx_vacancy_title (title)
) ENGINE = InnoDB;
INSERT INTO vacancy (id, title, country, contract, salary)
SELECT b.id, CONCAT(ELT(1 + b.id % 4, 'Head of ', 'Assistant, ', 'Manager, ', 'Trainee, '), b.title), c.name,
       ELT(1 + b.id * 3 % 5, 'permanent', 'permanent', 'fixed term', 'part time', 'freelance'),
       18000 + b.id * 7919 % 80000 DIV 500 * 500
  FROM book AS b JOIN country AS c ON c.id = 1 + b.publisher_id % 120
 WHERE b.id <= 6000 * @factor ORDER BY b.id;
ANALYZE TABLE vacancy;
