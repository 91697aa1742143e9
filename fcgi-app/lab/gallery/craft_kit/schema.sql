-- Courses with eight lessons each, and who signed up for them last.
DROP TABLE IF EXISTS craft_course, craft_lesson, craft_signup;
CREATE TABLE craft_course (
  id        INT          NOT NULL,
  title     VARCHAR(255) NOT NULL,
  teacher   VARCHAR(200) NOT NULL,
  begins_on DATE         NOT NULL,
  kit_id    BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE craft_lesson (
  course_id INT          NOT NULL,
  number    INT          NOT NULL,
  title     VARCHAR(255) NOT NULL,
  minutes   INT          NOT NULL,
  PRIMARY KEY (course_id, number)
) ENGINE = InnoDB;
CREATE TABLE craft_signup (
  id          BIGINT NOT NULL AUTO_INCREMENT,
  course_id   INT    NOT NULL,
  customer_id BIGINT NOT NULL,
  kit_days    INT    NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO craft_course (id, title, teacher, begins_on, kit_id)
SELECT b.id, b.title, a.name, DATE '2026-02-02' + INTERVAL b.id % 60 DAY, 1 + b.id * 131 % 25000
  FROM book AS b JOIN author AS a ON a.id = b.author_id WHERE b.id <= 90 * @factor;
INSERT INTO craft_lesson (course_id, number, title, minutes)
SELECT c.id, t.id, CONCAT('About ', t.name), 35 + (c.id + t.id) % 5 * 10 FROM craft_course AS c JOIN tag AS t ON t.id <= 8;
