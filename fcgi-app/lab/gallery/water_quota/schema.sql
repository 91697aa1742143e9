-- Associations of farmers who share the water of a river, and the newest thousand withdrawals.
DROP TABLE IF EXISTS irrigation_association, irrigation_member, irrigation_turn, irrigation_rule, irrigation_withdrawal;
CREATE TABLE irrigation_association (
  id       BIGINT       NOT NULL,
  name     VARCHAR(200) NOT NULL,
  river    VARCHAR(100) NOT NULL,
  quota_m3 BIGINT       NOT NULL,
  used_m3  BIGINT       NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE irrigation_member (
  association_id BIGINT       NOT NULL,
  number         BIGINT       NOT NULL,
  farm           VARCHAR(200) NOT NULL,
  hectares       BIGINT       NOT NULL,
  PRIMARY KEY (association_id, number)
) ENGINE = InnoDB;
CREATE TABLE irrigation_turn (
  association_id BIGINT      NOT NULL,
  number         BIGINT      NOT NULL,
  weekday        BIGINT      NOT NULL,
  from_hour      BIGINT      NOT NULL,
  valve          VARCHAR(10) NOT NULL,
  PRIMARY KEY (association_id, number, weekday, from_hour)
) ENGINE = InnoDB;
CREATE TABLE irrigation_rule (
  association_id BIGINT       NOT NULL,
  position       BIGINT       NOT NULL,
  text           VARCHAR(200) NOT NULL,
  PRIMARY KEY (association_id, position)
) ENGINE = InnoDB;
CREATE TABLE irrigation_withdrawal (
  id             BIGINT      NOT NULL AUTO_INCREMENT,
  association_id BIGINT      NOT NULL,
  number         BIGINT      NOT NULL,
  cubic_metres   BIGINT      NOT NULL,
  opened_at      DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_irrigation_withdrawal_association_id_id (association_id, id)
) ENGINE = InnoDB;
INSERT INTO irrigation_association (id, name, river, quota_m3, used_m3)
SELECT id, CONCAT('Water association ', name), ELT(1 + id % 3, 'Segura', 'Adige', 'Leine'), 40000 + id * 2500, id * 731 FROM tag WHERE id <= 10 * @factor;
INSERT INTO irrigation_member (association_id, number, farm, hectares)
SELECT a.id, t.id, p.name, 4 + (a.id * 31 + t.id * 7) % 90
  FROM irrigation_association AS a JOIN tag AS t ON t.id <= 60 JOIN publisher AS p ON p.id = 1 + (a.id * 61 + t.id) % 1000;
INSERT INTO irrigation_turn (association_id, number, weekday, from_hour, valve)
SELECT m.association_id, m.number, 1 + (m.number + t.id * 3) % 7, (m.number * 5 + t.id * 2) % 24, CONCAT('V', 1 + m.number % 12)
  FROM irrigation_member AS m JOIN tag AS t ON t.id <= 2;
INSERT INTO irrigation_rule (association_id, position, text)
SELECT a.id, t.id, ELT(1 + (a.id + t.id) % 5, 'Close the valve at the end of your turn', 'No watering at noon from June to August',
                       'Report a broken pipe at once', 'Turns may be exchanged, but not sold', 'Clean the filter once a week')
  FROM irrigation_association AS a JOIN tag AS t ON t.id <= 3 + a.id % 3;
INSERT INTO irrigation_withdrawal (association_id, number, cubic_metres, opened_at)
SELECT 1 + id % 10, 1 + id * 7 % 60, 10 + id * 31 % 90, TIMESTAMPADD(MINUTE, id * 11, TIMESTAMP '2025-12-24 00:00:00')
  FROM book WHERE id <= 1000 ORDER BY id;
