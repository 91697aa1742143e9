DROP TABLE IF EXISTS print_job;
CREATE TABLE print_job (
  id         BIGINT       NOT NULL,
  printer_id INT          NOT NULL,
  title      VARCHAR(255) NOT NULL,
  pages      INT          NOT NULL,
  priority   TINYINT      NOT NULL,
  queued_at  DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  KEY idx_print_job_printer_id (printer_id)
) ENGINE = InnoDB;

INSERT INTO print_job (id, printer_id, title, pages, priority, queued_at)
SELECT r.id, 1 + r.id % 4, b.title, 1 + r.id * 7919 % 340, r.id * 31 % 3,
       TIMESTAMPADD(SECOND, r.id * 104729 % 8000000, TIMESTAMP '2025-09-01 00:00:00')
  FROM review AS r JOIN book AS b ON b.id = r.book_id WHERE r.id <= 30000 * @factor;
