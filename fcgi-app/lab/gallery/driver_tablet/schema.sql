-- Where the trams of a town are, and what their drivers have to mind along the lines.
DROP TABLE IF EXISTS tram_position, tram_instruction;
CREATE TABLE tram_position (
  tram_no   INT         NOT NULL,
  driver_id BIGINT      NOT NULL,
  line      INT         NOT NULL,
  metres    INT         NOT NULL,
  seen_at   DATETIME(6) NOT NULL,
  PRIMARY KEY (tram_no)
) ENGINE = InnoDB;
CREATE TABLE tram_instruction (
  line    INT          NOT NULL,
  from_m  INT          NOT NULL,
  text    VARCHAR(120) NOT NULL,
  max_kmh INT          NOT NULL,
  PRIMARY KEY (line, from_m)
) ENGINE = InnoDB;

INSERT INTO tram_position (tram_no, driver_id, line, metres, seen_at)
SELECT id, id * 5, 1 + id % 20, id * 83 % 15000, '2026-01-05 04:30:00' FROM customer WHERE id <= 400;
INSERT INTO tram_instruction (line, from_m, text, max_kmh)
SELECT l.id, (p.id - 1) * 700, ELT(1 + (l.id + p.id) % 5, 'ring at the crossing', 'wait for the bus', 'points are set by hand',
                                   'school on the right', 'track works, look out for the crew'), 10 + (l.id * 3 + p.id * 7) % 5 * 10
  FROM tag AS l JOIN tag AS p ON p.id <= 25 WHERE l.id <= 20;
