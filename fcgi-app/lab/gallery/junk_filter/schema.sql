-- When reviews were compared with known junk, and what came of it: the newest thousand runs.
DROP TABLE IF EXISTS junk_run;
CREATE TABLE junk_run (
  id           BIGINT NOT NULL AUTO_INCREMENT,
  first_review BIGINT NOT NULL,
  reviews      INT    NOT NULL,
  suspects     INT    NULL,
  worst_review BIGINT NULL,
  worst_score  INT    NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO junk_run (first_review, reviews, suspects, worst_review, worst_score)
SELECT 1 + id * 13, 100, 0, 1 + id * 13 + id % 100, 20 + id % 20 FROM book WHERE id <= 1000 ORDER BY id;
