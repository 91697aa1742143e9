-- Raffles for a good cause. The last number is not part of the draw's own row, which many pages read.
DROP TABLE IF EXISTS raffle_draw, raffle_number, raffle_prize, raffle_helper;
CREATE TABLE raffle_draw (
  id       BIGINT       NOT NULL,
  name     VARCHAR(200) NOT NULL,
  cause    VARCHAR(100) NOT NULL,
  drawn_on VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE raffle_number (
  raffle_id   BIGINT NOT NULL,
  last_number BIGINT NOT NULL,
  PRIMARY KEY (raffle_id)
) ENGINE = InnoDB;
CREATE TABLE raffle_prize (
  raffle_id  BIGINT NOT NULL,
  place      INT    NOT NULL,
  product_id BIGINT NOT NULL,
  PRIMARY KEY (raffle_id, place)
) ENGINE = InnoDB;
CREATE TABLE raffle_helper (
  raffle_id   BIGINT NOT NULL,
  position    INT    NOT NULL,
  customer_id BIGINT NOT NULL,
  PRIMARY KEY (raffle_id, position)
) ENGINE = InnoDB;

INSERT INTO raffle_draw (id, name, cause, drawn_on)
SELECT id, CONCAT('Raffle of ', name), ELT(1 + id % 4, 'the fire brigade', 'a new roof', 'the animal shelter', 'the choir''s journey'),
       DATE_FORMAT(TIMESTAMPADD(DAY, id * 9, TIMESTAMP '2026-02-01 00:00:00'), '%d.%m.%Y')
  FROM publisher WHERE id <= 20;
INSERT INTO raffle_number (raffle_id, last_number) SELECT id, id * 411 FROM raffle_draw;
INSERT INTO raffle_prize (raffle_id, place, product_id)
SELECT raffle_draw.id, place.id, 1 + (raffle_draw.id * 53 + place.id * 97) % 25000 FROM raffle_draw JOIN tag AS place ON place.id <= 8;
INSERT INTO raffle_helper (raffle_id, position, customer_id)
SELECT raffle_draw.id, place.id, raffle_draw.id * 20 + place.id FROM raffle_draw JOIN tag AS place ON place.id <= 5;
