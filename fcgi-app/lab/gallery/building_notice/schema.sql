-- The plots of a county's districts, 2,500 in each, and the newest five hundred notices to build.
DROP TABLE IF EXISTS building_plot, building_district, building_paper, building_notice, building_study;
CREATE TABLE building_district (
  id      INT          NOT NULL,
  name    VARCHAR(100) NOT NULL,
  officer VARCHAR(200) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE building_plot (
  id          BIGINT       NOT NULL,
  district_id INT          NOT NULL,
  number      INT          NOT NULL,
  street      VARCHAR(120) NOT NULL,
  owner       VARCHAR(200) NOT NULL,
  east_m      INT          NOT NULL,
  north_m     INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_building_plot_district_id (district_id)
) ENGINE = InnoDB;
-- Seven rows in every database.
CREATE TABLE building_paper (
  position     INT         NOT NULL,
  title        VARCHAR(80) NOT NULL,
  copies       INT         NOT NULL,
  storeys_from INT         NOT NULL,
  PRIMARY KEY (position)
) ENGINE = InnoDB;
CREATE TABLE building_notice (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  plot_id     BIGINT      NOT NULL,
  storeys     INT         NOT NULL,
  received_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE building_study (
  notice_id BIGINT     NOT NULL,
  text      MEDIUMTEXT NOT NULL,
  PRIMARY KEY (notice_id)
) ENGINE = InnoDB;

INSERT INTO building_district (id, name, officer)
SELECT t.id, CONCAT('District ', t.name), c.name FROM tag AS t JOIN customer AS c ON c.id = t.id * 3 WHERE t.id <= 12 * @factor;
INSERT INTO building_plot (id, district_id, number, street, owner, east_m, north_m)
SELECT i.id, 1 + (i.id - 1) DIV 2500, 1 + (i.id - 1) % 2500, CONCAT(t.name, ' lane ', 1 + i.id % 90), c.name,
       (i.id - 1) % 2500 % 50 * 28, (i.id - 1) % 2500 DIV 50 * 26
  FROM order_item AS i JOIN tag AS t ON t.id = 1 + i.id DIV 90 % 500 JOIN customer AS c ON c.id = 1 + i.id * 7 % 2500
 WHERE i.id <= 30000 * @factor;
INSERT INTO building_paper (position, title, copies, storeys_from)
VALUES (1, 'site plan', 3, 1), (2, 'drawings of each side', 3, 1), (3, 'proof of the access road', 1, 1),
       (4, 'proof of stability', 2, 2), (5, 'fire escape plan', 2, 4), (6, 'lift inspection', 1, 5), (7, 'wind report', 1, 8);
ANALYZE TABLE building_plot;
