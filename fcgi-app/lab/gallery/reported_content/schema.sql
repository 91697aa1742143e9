DROP TABLE IF EXISTS content_report;
CREATE TABLE content_report (
  id           BIGINT      NOT NULL,
  subject_type VARCHAR(10) NOT NULL,
  subject_id   BIGINT      NOT NULL,
  reason       VARCHAR(40) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO content_report (id, subject_type, subject_id, reason)
SELECT id, ELT(1 + id % 5, 'review', 'book', 'review', 'document', 'review'),
       CASE id % 5 WHEN 1 THEN 1 + id * 13 % 9973 WHEN 3 THEN 1 + id * 11 % 640 ELSE 1 + id * 7 % 29989 END,
       ELT(1 + id % 4, 'rude', 'spam', 'wrong information', 'gives away the end')
  FROM review WHERE id <= 6000 * @factor;
