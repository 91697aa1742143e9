-- Three halls of a warehouse with 24 aisles of 40 bays, and how often each bay was visited on the last days.
DROP TABLE IF EXISTS hall_bay, hall_bay_day;
CREATE TABLE hall_bay (
  hall_id INT         NOT NULL,
  aisle   INT         NOT NULL,
  bay     INT         NOT NULL,
  use_for VARCHAR(10) NOT NULL,
  PRIMARY KEY (hall_id, aisle, bay)
) ENGINE = InnoDB;
CREATE TABLE hall_bay_day (
  hall_id   INT  NOT NULL,
  picked_on DATE NOT NULL,
  aisle     INT  NOT NULL,
  bay       INT  NOT NULL,
  picks     INT  NOT NULL,
  PRIMARY KEY (hall_id, picked_on, aisle, bay)
) ENGINE = InnoDB;

INSERT INTO hall_bay (hall_id, aisle, bay, use_for)
SELECT h.id, a.id, b.id, IF((a.id * 7 + b.id) % 11 = 0, 'cold', IF(b.id % 20 = 0, 'door', 'shelf'))
  FROM country AS h JOIN country AS a ON a.id <= 24 JOIN country AS b ON b.id <= 40 WHERE h.id <= 3;
-- Ten days in the smallest data, 160 in the largest. A bay that nobody visited has no row.
INSERT INTO hall_bay_day (hall_id, picked_on, aisle, bay, picks)
SELECT b.hall_id, TIMESTAMPADD(DAY, 1 - d.id, DATE '2025-12-31'), b.aisle, b.bay, (b.aisle * 31 + b.bay * 17 + d.id * 7) % 60
  FROM hall_bay AS b JOIN tag AS d ON d.id <= 10 * @factor WHERE b.use_for <> 'door' AND (b.aisle + b.bay + d.id) % 9 <> 0;
