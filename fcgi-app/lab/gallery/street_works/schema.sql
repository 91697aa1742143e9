-- Applications for works in the streets of a city. Districts, officers and fees are as many in every database.
DROP TABLE IF EXISTS street_work_permit, street_work_district, street_work_officer, street_work_fee;
CREATE TABLE street_work_district (
  id   INT         NOT NULL,
  name VARCHAR(80) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE street_work_officer (
  id   INT          NOT NULL,
  name VARCHAR(200) NOT NULL,
  room VARCHAR(10)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE street_work_fee (
  title VARCHAR(60) NOT NULL,
  cents INT         NOT NULL,
  PRIMARY KEY (title)
) ENGINE = InnoDB;
CREATE TABLE street_work_permit (
  number      BIGINT       NOT NULL,
  district_id INT          NOT NULL,
  officer_id  INT          NOT NULL,
  street      VARCHAR(80)  NOT NULL,
  contractor  VARCHAR(200) NOT NULL,
  begins_on   DATE         NOT NULL,
  days        INT          NOT NULL,
  lanes       INT          NOT NULL,
  state       VARCHAR(10)  NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;

INSERT INTO street_work_district (id, name) SELECT id, CONCAT(name, ' quarter') FROM tag WHERE id <= 18;
INSERT INTO street_work_officer (id, name, room) SELECT id, name, CONCAT(1 + id % 4, '.', 10 + id) FROM author WHERE id <= 40;
INSERT INTO street_work_fee (title, cents)
SELECT CONCAT(ELT(1 + id % 5, 'Crane', 'Scaffold', 'Trench', 'Container', 'Tower light'), ' class ', id), 2500 + id * 7919 % 30000 FROM country WHERE id <= 15;
INSERT INTO street_work_permit (number, district_id, officer_id, street, contractor, begins_on, days, lanes, state)
SELECT o.id, 1 + o.id * 7 % 18, 1 + o.id * 31 % 40, CONCAT(t.name, ' street ', 1 + o.id % 120), p.name, DATE '2025-02-01' + INTERVAL o.id * 300 DIV (9000 * @factor) DAY,
       1 + o.id * 13 % 60, o.id % 3, ELT(1 + o.id % 4, 'granted', 'open', 'granted', 'refused')
  FROM customer_order AS o JOIN tag AS t ON t.id = 1 + o.id % 500 JOIN publisher AS p ON p.id = 1 + o.id * 37 % 1000 WHERE o.id <= 9000 * @factor;
ANALYZE TABLE street_work_permit;
