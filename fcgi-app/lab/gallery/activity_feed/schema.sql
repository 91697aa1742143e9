DROP TABLE IF EXISTS activity;
CREATE TABLE activity (
  id           BIGINT      NOT NULL,
  subject_type VARCHAR(10) NOT NULL,
  subject_id   BIGINT      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO activity (id, subject_type, subject_id)
SELECT id, ELT(1 + id % 3, 'book', 'author', 'review'),
       CASE id % 3 WHEN 0 THEN 1 + id * 31 % 9973 WHEN 1 THEN 1 + id * 17 % 1249 ELSE 1 + id * 7 % 29989 END
  FROM review WHERE id <= 8000 * @factor;
