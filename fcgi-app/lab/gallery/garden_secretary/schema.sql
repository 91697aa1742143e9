-- Allotment sites of 700 plots, with inspections and candidates. A larger database has more sites.
DROP TABLE IF EXISTS allotment_tenancy, allotment_inspection, allotment_candidate;
CREATE TABLE allotment_tenancy (
  id        BIGINT       NOT NULL,
  site_id   INT          NOT NULL,
  plot      VARCHAR(10)  NOT NULL,
  tenant    VARCHAR(200) NOT NULL,
  since     DATE         NOT NULL,
  agreement TEXT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_allotment_tenancy_site_id_plot_id (site_id, plot, id)
) ENGINE = InnoDB;
CREATE TABLE allotment_inspection (
  id      BIGINT      NOT NULL,
  site_id INT         NOT NULL,
  plot    VARCHAR(10) NOT NULL,
  done_on DATE        NOT NULL,
  verdict VARCHAR(30) NOT NULL,
  minutes TEXT        NOT NULL,
  PRIMARY KEY (id),
  KEY idx_allotment_inspection_site_id_done_on_id (site_id, done_on, id)
) ENGINE = InnoDB;
CREATE TABLE allotment_candidate (
  id       BIGINT       NOT NULL,
  site_id  INT          NOT NULL,
  name     VARCHAR(200) NOT NULL,
  asked_on DATE         NOT NULL,
  letter   TEXT         NOT NULL,
  PRIMARY KEY (id),
  KEY idx_allotment_candidate_site_id_asked_on_id (site_id, asked_on, id)
) ENGINE = InnoDB;

INSERT INTO allotment_tenancy (id, site_id, plot, tenant, since, agreement)
SELECT b.id, 1 + b.id % (3 * @factor), CONCAT(CHAR(65 + b.id DIV 3 % 20 USING utf8mb4), '-', LPAD(b.id DIV 3 DIV 20, 3, '0')), c.name, DATE '2001-03-01' + INTERVAL b.id * 13 % 8500 DAY,
       SUBSTRING(d.body, 1 + b.id % 900, 1800)
  FROM book AS b JOIN customer AS c ON c.id = 1 + b.id * 7 % 2500 JOIN document AS d ON d.id = 1 + b.id % 600 WHERE b.id <= 2100 * @factor;
INSERT INTO allotment_inspection (id, site_id, plot, done_on, verdict, minutes)
SELECT b.id, 1 + b.id % (3 * @factor), CONCAT(CHAR(65 + b.id DIV 3 % 20 USING utf8mb4), '-', LPAD(b.id DIV 3 DIV 20, 3, '0')), DATE '2024-03-01' + INTERVAL b.id * 31 % 600 DAY,
       ELT(1 + b.id % 4, 'in order', 'hedge is too high', 'weeds', 'shed is too large'), SUBSTRING(d.body, 1 + b.id % 700, 1300)
  FROM book AS b JOIN document AS d ON d.id = 1 + b.id * 7 % 600 WHERE b.id <= 2100 * @factor;
INSERT INTO allotment_candidate (id, site_id, name, asked_on, letter)
SELECT b.id, 1 + b.id % (3 * @factor), c.name, DATE '2021-01-10' + INTERVAL b.id * 17 % 1700 DAY, SUBSTRING(d.body, 1 + b.id % 500, 1100)
  FROM book AS b JOIN customer AS c ON c.id = 1 + b.id * 11 % 2500 JOIN document AS d ON d.id = 1 + b.id * 11 % 600 WHERE b.id <= 2100 * @factor;
ANALYZE TABLE allotment_tenancy, allotment_inspection, allotment_candidate;
