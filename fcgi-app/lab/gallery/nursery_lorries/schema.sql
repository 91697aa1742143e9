-- The lorries of a tree nursery, the countries that each serves, and the gates of the yard. The same at every size.
DROP TABLE IF EXISTS nursery_route, nursery_lorry, nursery_gate;
CREATE TABLE nursery_lorry (
  id      INT          NOT NULL,
  plate   VARCHAR(12)  NOT NULL,
  driver  VARCHAR(200) NOT NULL,
  climate VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE nursery_route (
  country_id BIGINT NOT NULL,
  lorry_id   INT    NOT NULL,
  PRIMARY KEY (country_id)
) ENGINE = InnoDB;
CREATE TABLE nursery_gate (
  gate   INT        NOT NULL,
  opens  VARCHAR(5) NOT NULL,
  closes VARCHAR(5) NOT NULL,
  PRIMARY KEY (gate)
) ENGINE = InnoDB;

INSERT INTO nursery_lorry (id, plate, driver, climate)
SELECT id, CONCAT('PI-TN ', 100 + id * 17), name, ELT(1 + id % 3, 'frost-free', 'open', 'refrigerated') FROM customer WHERE id <= 16;
INSERT INTO nursery_route (country_id, lorry_id) SELECT id, 1 + id * 7 % 16 FROM country;
INSERT INTO nursery_gate (gate, opens, closes) VALUES (1, '05:00', '13:00'), (2, '06:00', '19:00'), (3, '06:00', '17:30'), (4, '12:00', '22:00');
