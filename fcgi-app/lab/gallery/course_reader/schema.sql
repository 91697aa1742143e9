DROP TABLE IF EXISTS course_text, course;
CREATE TABLE course (
  id      BIGINT       NOT NULL,
  name    VARCHAR(220) NOT NULL,
  version INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE course_text (
  course_id   BIGINT NOT NULL,
  position    INT    NOT NULL,
  document_id BIGINT NOT NULL,
  PRIMARY KEY (course_id, position)
) ENGINE = InnoDB;
INSERT INTO course (id, name, version) SELECT id, CONCAT('Readings in ', name), 1 + id % 17 FROM tag WHERE id <= 200;
INSERT INTO course_text (course_id, position, document_id)
SELECT 1, id, 1 + id * 23 % 640 FROM document WHERE id <= 640;
INSERT INTO course_text (course_id, position, document_id)
SELECT 2 + id % 199, id, 1 + id * 29 % 640 FROM review WHERE id <= 4000 * @factor;
