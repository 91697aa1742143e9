-- A pool of ninety questions with four answers each, and the staff. A larger hospital has more staff.
DROP TABLE IF EXISTS quiz_question, quiz_answer, quiz_employee;
CREATE TABLE quiz_question (
  id    BIGINT       NOT NULL,
  topic VARCHAR(30)  NOT NULL,
  text  VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE quiz_answer (
  question_id BIGINT       NOT NULL,
  letter      CHAR(1)      NOT NULL,
  text        VARCHAR(100) NOT NULL,
  PRIMARY KEY (question_id, letter)
) ENGINE = InnoDB;
CREATE TABLE quiz_employee (
  id        BIGINT       NOT NULL,
  name      VARCHAR(200) NOT NULL,
  ward      VARCHAR(10)  NOT NULL,
  passed_on DATE         NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO quiz_question (id, topic, text)
SELECT t.id, ELT(1 + t.id % 5, 'Hands', 'Surfaces', 'Isolation', 'Instruments', 'Linen'),
       CONCAT(ELT(1 + t.id % 6, 'When do you disinfect ', 'For how long must ', 'Who has to report ', 'Which glove is right for ', 'Where do you put ', 'What must stand on the label of '),
              ELT(1 + t.id DIV 6 % 15, 'a bed rail', 'a blood pressure cuff', 'a wound dressing', 'a used scalpel', 'a catheter', 'a pillow', 'a door handle',
                  'a thermometer', 'a drip stand', 'a spill of blood', 'a sample', 'an endoscope', 'a tourniquet', 'a bucket', 'a gown'), '?')
  FROM tag AS t WHERE t.id <= 90;
INSERT INTO quiz_answer (question_id, letter, text)
SELECT q.id, l.letter, CONCAT(l.text, ' (', 1 + (q.id * 7 + l.n) % 9, ')')
  FROM quiz_question AS q
  JOIN (SELECT 1 AS n, 'a' AS letter, 'Before and after each patient' AS text UNION SELECT 2, 'b', 'At the end of the shift'
        UNION SELECT 3, 'c', 'As the plan of the ward says' UNION SELECT 4, 'd', 'Only when it is visibly dirty') AS l;
INSERT INTO quiz_employee (id, name, ward, passed_on)
SELECT c.id, c.name, CONCAT('W', 1 + c.id % 18), IF(c.id % 6 = 0, NULL, DATE '2025-01-07' + INTERVAL c.id % 300 DAY) FROM customer AS c WHERE c.id <= 2500 * @factor;
