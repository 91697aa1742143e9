-- Vacancies with 600 applications each. A larger database has more vacancies.
DROP TABLE IF EXISTS funnel_vacancy, funnel_recruiter, funnel_application;
CREATE TABLE funnel_vacancy (
  id      INT          NOT NULL,
  title   VARCHAR(300) NOT NULL,
  manager VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE funnel_recruiter (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE funnel_application (
  id           BIGINT       NOT NULL,
  vacancy_id   INT          NOT NULL,
  stage        VARCHAR(10)  NOT NULL,
  moved_at     DATETIME     NOT NULL,
  name         VARCHAR(200) NOT NULL,
  stars        INT          NOT NULL,
  recruiter_id INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_funnel_application_vacancy_id_stage_moved_at_id (vacancy_id, stage, moved_at, id)
) ENGINE = InnoDB;

INSERT INTO funnel_vacancy (id, title, manager)
SELECT b.id, CONCAT('Editor, ', b.title), c.name FROM book AS b JOIN customer AS c ON c.id = b.id * 2 WHERE b.id <= 50 * @factor;
INSERT INTO funnel_recruiter (id, name) SELECT id, name FROM author WHERE id <= 40;
INSERT INTO funnel_application (id, vacancy_id, stage, moved_at, name, stars, recruiter_id)
SELECT i.id, 1 + i.id % (50 * @factor), ELT(1 + i.id DIV 50 DIV @factor % 7, 'new', 'new', 'call', 'visit', 'offer', 'closed', 'closed'),
       TIMESTAMPADD(MINUTE, i.id * 7919 % 80000, TIMESTAMP '2025-10-01 08:00:00'), c.name, 1 + i.id * 3 % 5, 1 + i.id % 40
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 17 % 2500 WHERE i.id <= 30000 * @factor;
ANALYZE TABLE funnel_application;
