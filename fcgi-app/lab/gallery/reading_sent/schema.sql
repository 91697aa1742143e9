-- A municipal utility's meters with the readings that customers send, and the campaign that counts them. A trigger keeps the count.
DROP TABLE IF EXISTS town_meter, town_meter_reading, reading_campaign, town_tariff_step;
CREATE TABLE reading_campaign (
  id       INT         NOT NULL,
  title    VARCHAR(60) NOT NULL,
  received BIGINT      NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE town_meter (
  id        BIGINT       NOT NULL,
  holder    VARCHAR(200) NOT NULL,
  street_id INT          NOT NULL,
  number    CHAR(10)     NOT NULL,
  usual     INT          NOT NULL,  -- kWh in a year
  PRIMARY KEY (id),
  KEY idx_town_meter_street_id (street_id, usual)
) ENGINE = InnoDB;
CREATE TABLE town_meter_reading (
  id       BIGINT      NOT NULL AUTO_INCREMENT,
  meter_id BIGINT      NOT NULL,
  kwh      BIGINT      NOT NULL,
  sent_at  DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  KEY idx_town_meter_reading_meter_id_id (meter_id, id)
) ENGINE = InnoDB;
CREATE TABLE town_tariff_step (
  from_kwh INT NOT NULL,
  tenths_c INT NOT NULL,
  PRIMARY KEY (from_kwh)
) ENGINE = InnoDB;

INSERT INTO reading_campaign (id, title, received) VALUES (1, 'Readings of 2025', 0);
INSERT INTO town_meter (id, holder, street_id, number, usual)
SELECT id, name, 1 + id % 80, CONCAT('1EM', LPAD(id * 37, 7, '0')), 1400 + id * 97 % 4200 FROM customer WHERE id <= 2500 * @factor;
INSERT INTO town_tariff_step (from_kwh, tenths_c) VALUES (0, 342), (2000, 318), (4000, 296), (8000, 271);
INSERT INTO town_meter_reading (meter_id, kwh, sent_at)
SELECT m.id, y.id * m.usual, TIMESTAMPADD(YEAR, y.id, TIMESTAMP '2018-12-28 10:00:00')
  FROM town_meter AS m JOIN tag AS y ON y.id <= 6 ORDER BY y.id, m.id;
CREATE TRIGGER count_town_meter_reading AFTER INSERT ON town_meter_reading
  FOR EACH ROW UPDATE reading_campaign SET received = received + 1 WHERE id = 1;
ANALYZE TABLE town_meter, town_meter_reading;
