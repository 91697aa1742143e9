-- The family notices of a newspaper: births, weddings, deaths, thanks.
DROP TABLE IF EXISTS family_notice, family_notice_tariff;
CREATE TABLE family_notice (
  id         BIGINT       NOT NULL,
  surname    VARCHAR(200) NOT NULL,
  given      VARCHAR(60)  NOT NULL,
  occasion   VARCHAR(10)  NOT NULL,
  printed_on DATE         NOT NULL,
  wording    VARCHAR(500) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_family_notice_surname_id (surname, id)
) ENGINE = InnoDB;
CREATE TABLE family_notice_tariff (
  occasion VARCHAR(10) NOT NULL,
  cents_mm INT         NOT NULL,  -- for a millimetre of a column
  PRIMARY KEY (occasion)
) ENGINE = InnoDB;

INSERT INTO family_notice (id, surname, given, occasion, printed_on, wording)
SELECT r.id, SUBSTRING_INDEX(c.name, ' ', -1), LEFT(SUBSTRING_INDEX(c.name, ' ', 1), 60), ELT(1 + r.id % 5, 'birth', 'death', 'wedding', 'death', 'thanks'),
       DATE '2019-01-02' + INTERVAL r.id * 2500 DIV (30000 * @factor) DAY, r.body
  FROM review AS r JOIN customer AS c ON c.id = r.customer_id WHERE r.id <= 30000 * @factor;
INSERT INTO family_notice_tariff (occasion, cents_mm) VALUES ('birth', 90), ('death', 140), ('thanks', 90), ('wedding', 110);
ANALYZE TABLE family_notice;
