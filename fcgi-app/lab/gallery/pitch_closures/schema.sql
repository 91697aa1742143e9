-- The sports grounds of one city, as many in every dataset.
DROP TABLE IF EXISTS city_district, city_pitch, city_pitch_closure, city_groundskeeper;
CREATE TABLE city_district (
  id   INT         NOT NULL,
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE city_pitch (
  id          INT          NOT NULL,
  district_id INT          NOT NULL,
  name        VARCHAR(100) NOT NULL,
  surface     VARCHAR(20)  NOT NULL,
  is_floodlit BOOLEAN      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE city_pitch_closure (
  pitch_id INT          NOT NULL,
  reason   VARCHAR(100) NOT NULL,
  until_at DATETIME     NULL,  -- NULL: until further notice
  PRIMARY KEY (pitch_id)
) ENGINE = InnoDB;
CREATE TABLE city_groundskeeper (
  id    INT          NOT NULL,
  name  VARCHAR(200) NOT NULL,
  phone VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO city_district (id, name) SELECT id, CONCAT('Borough of ', name) FROM country WHERE id <= 12;
INSERT INTO city_pitch (id, district_id, name, surface, is_floodlit)
SELECT id, 1 + id * 7 % 12, CONCAT('Pitch ', id), ELT(1 + id % 3, 'grass', 'artificial', 'clay'), id % 4 = 0 FROM country WHERE id <= 60;
INSERT INTO city_pitch_closure (pitch_id, reason, until_at)
SELECT id, ELT(1 + id % 3, 'under water', 'new seed', 'broken fence'), IF(id % 5 = 0, NULL, TIMESTAMPADD(DAY, id, TIMESTAMP '2026-01-02 08:00:00'))
  FROM city_pitch WHERE id % 3 = 1;
INSERT INTO city_groundskeeper (id, name, phone) SELECT id, name, CONCAT('0201 ', 4000 + id * 31) FROM customer WHERE id <= 8;
