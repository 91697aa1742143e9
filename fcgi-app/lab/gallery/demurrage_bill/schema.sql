-- Containers that importers kept longer than their free days: agents, what a day costs, and the days that don't count.
DROP TABLE IF EXISTS line_agent, detained_box, detention_step, port_holiday;
CREATE TABLE line_agent (
  id        INT          NOT NULL,
  name      VARCHAR(200) NOT NULL,
  free_days INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE detained_box (
  id          BIGINT       NOT NULL,
  agent_id    INT          NOT NULL,
  number      CHAR(11)     NOT NULL,
  size        CHAR(2)      NOT NULL,
  out_day     INT          NOT NULL,  -- days since the first of January 2025
  back_day    INT          NOT NULL,
  importer    VARCHAR(200) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_detained_box_agent_id_back_day_id (agent_id, back_day, id)
) ENGINE = InnoDB;
CREATE TABLE detention_step (
  size     CHAR(2) NOT NULL,
  from_day INT     NOT NULL,
  euros    INT     NOT NULL,
  PRIMARY KEY (size, from_day)
) ENGINE = InnoDB;
CREATE TABLE port_holiday (
  day  INT         NOT NULL,
  name VARCHAR(40) NOT NULL,
  PRIMARY KEY (day)
) ENGINE = InnoDB;

INSERT INTO line_agent (id, name, free_days) SELECT id, name, 3 + id % 5 FROM publisher WHERE id <= 16;
INSERT INTO detained_box (id, agent_id, number, size, out_day, back_day, importer)
SELECT o.id, 1 + o.id % 16, CONCAT('MRKU', LPAD(o.id * 97, 7, '0')), IF(o.id % 3 = 0, '20', '40'), o.id * 7 % 300, o.id * 7 % 300 + 2 + o.id * 13 % 34, p.name
  FROM customer_order AS o JOIN publisher AS p ON p.id = 1 + o.id * 11 % 1000 WHERE o.id <= 9600 * @factor;
INSERT INTO detention_step (size, from_day, euros) VALUES
  ('20', 1, 35), ('20', 6, 55), ('20', 11, 90), ('20', 21, 130), ('40', 1, 60), ('40', 6, 95), ('40', 11, 150), ('40', 21, 210);
INSERT INTO port_holiday (day, name) VALUES
  (0, 'New Year'), (107, 'Good Friday'), (110, 'Easter Monday'), (120, 'Labour Day'), (148, 'Ascension'), (159, 'Whit Monday'), (275, 'Unity Day'), (303, 'Reformation'),
  (358, 'Christmas'), (359, 'Boxing Day');
ANALYZE TABLE detained_box;
