-- The wire of a news agency: dispatches of six desks with their reporters.
DROP TABLE IF EXISTS wire_desk, wire_dispatch;
CREATE TABLE wire_desk (
  id    INT         NOT NULL,
  code  CHAR(3)     NOT NULL,
  name  VARCHAR(40) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE wire_dispatch (
  id          BIGINT       NOT NULL,
  desk_id     INT          NOT NULL,
  sent_at     DATETIME     NOT NULL,
  is_urgent   BOOL         NOT NULL,
  headline    VARCHAR(255) NOT NULL,
  reporter_id BIGINT       NOT NULL,
  PRIMARY KEY (id),
  KEY idx_wire_dispatch_desk_id_id (desk_id, id)
) ENGINE = InnoDB;

INSERT INTO wire_desk (id, code, name) VALUES
  (1, 'pol', 'Politics'), (2, 'eco', 'Business'), (3, 'spo', 'Sport'), (4, 'clt', 'Culture'), (5, 'sci', 'Science'), (6, 'reg', 'Regions');
INSERT INTO wire_dispatch (id, desk_id, sent_at, is_urgent, headline, reporter_id)
SELECT r.id, 1 + r.id % 6, TIMESTAMPADD(MINUTE, r.id * 17 DIV @factor, TIMESTAMP '2025-01-10 00:03:00'), r.id % 61 = 7,
       CONCAT(LEFT(b.title, 240), ELT(1 + r.id % 3, '', ' - update', ' - summary')),
       1 + r.id * 31 % 1250
  FROM review AS r JOIN book AS b ON b.id = r.book_id WHERE r.id <= 30000 * @factor;
ANALYZE TABLE wire_dispatch;
