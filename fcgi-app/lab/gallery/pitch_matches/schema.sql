-- Start-ups that look for seed investors. The open round has 1,500 of them at every size; a larger database has more past rounds, of which only the beginning is kept.
DROP TABLE IF EXISTS angel_investor, angel_pitch;
CREATE TABLE angel_investor (
  id              BIGINT       NOT NULL,
  name            VARCHAR(200) NOT NULL,
  first_interest  VARCHAR(20)  NOT NULL,
  second_interest VARCHAR(20)  NOT NULL,
  third_interest  VARCHAR(20)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE angel_pitch (
  id      BIGINT       NOT NULL,
  round   VARCHAR(10)  NOT NULL,
  startup VARCHAR(300) NOT NULL,
  country VARCHAR(100) NOT NULL,
  pitch   TEXT         NOT NULL,
  PRIMARY KEY (round, id)
) ENGINE = InnoDB;

INSERT INTO angel_investor (id, name, first_interest, second_interest, third_interest)
SELECT id, name, ELT(1 + id % 5, 'sensor', 'batter', 'health', 'robot', 'food'), ELT(1 + id DIV 5 % 4, 'market', 'licen', 'hospital', 'farm'), ELT(1 + id % 3, 'school', 'port', 'city')
  FROM customer WHERE id <= 400 * @factor;
INSERT INTO angel_pitch (id, round, startup, country, pitch)
SELECT b.id, IF(b.id <= 1500, 'open', CONCAT('r', b.id DIV 1500)), CONCAT(p.name, ' Labs ', b.id), k.name,
       CONCAT_WS(' ', 'We build', ELT(1 + b.id % 6, 'sensors', 'batteries', 'health records', 'robots', 'food tests', 'maps'), 'for', ELT(1 + b.id DIV 6 % 6, 'markets', 'hospitals', 'farms', 'schools', 'ports', 'cities'),
                 'and sell them with a licence.', REPLACE(REPLACE(SUBSTRING(d.body, 1 + b.id % 4000, IF(b.id <= 1500, 950, 150)), '\n', ' '), '\t', ' '))
  FROM book AS b JOIN publisher AS p ON p.id = 1 + b.id % 1000 JOIN country AS k ON k.id = p.country_id JOIN document AS d ON d.id = 1 + b.id * 7 % 640
 WHERE b.id <= 1500 + 5000 * @factor;
ANALYZE TABLE angel_pitch;
