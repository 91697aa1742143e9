-- The questions of three subjects, three choices each.
DROP TABLE IF EXISTS exam_question, exam_choice;
CREATE TABLE exam_question (
  id         BIGINT       NOT NULL,
  subject_id INT          NOT NULL,
  text       VARCHAR(400) NOT NULL,
  points     TINYINT      NOT NULL,
  PRIMARY KEY (id),
  KEY idx_exam_question_subject_id (subject_id)
) ENGINE = InnoDB;
CREATE TABLE exam_choice (
  question_id BIGINT       NOT NULL,
  position    TINYINT      NOT NULL,
  text        VARCHAR(200) NOT NULL,
  PRIMARY KEY (question_id, position)
) ENGINE = InnoDB;

INSERT INTO exam_question (id, subject_id, text, points)
SELECT id, 1 + id % 3, CONCAT('Who wrote “', title, '”, which appeared in ', year, '?'), 1 + id % 4 FROM book WHERE id <= 6000 * @factor;
INSERT INTO exam_choice (question_id, position, text)
SELECT question.id, part.id, author.name
  FROM exam_question AS question JOIN tag AS part ON part.id <= 3 JOIN author ON author.id = 1 + (question.id * 13 + part.id * 401) % 1250;
