-- The tape of a day of two instruments. More is traded in a larger database.
DROP TABLE IF EXISTS surveilled_instrument, surveilled_alert, surveilled_message;
CREATE TABLE surveilled_instrument (
  id            INT          NOT NULL,
  symbol        VARCHAR(12)  NOT NULL,
  name          VARCHAR(200) NOT NULL,
  cents_in_tick INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE surveilled_alert (
  instrument_id INT         NOT NULL,
  raised_at     DATETIME    NOT NULL,
  rule          VARCHAR(60) NOT NULL,
  state         VARCHAR(10) NOT NULL,
  PRIMARY KEY (instrument_id, raised_at)
) ENGINE = InnoDB;
CREATE TABLE surveilled_message (
  instrument_id INT          NOT NULL,
  sequence_no   BIGINT       NOT NULL,
  at_ms         BIGINT       NOT NULL,
  kind          VARCHAR(6)   NOT NULL,
  order_no      BIGINT       NOT NULL,
  pieces        BIGINT       NOT NULL,
  ticks         BIGINT       NOT NULL,
  raw           VARCHAR(120) NOT NULL,
  PRIMARY KEY (instrument_id, sequence_no)
) ENGINE = InnoDB;

INSERT INTO surveilled_instrument (id, symbol, name, cents_in_tick)
SELECT id, CONCAT('XS', LPAD(id, 4, '0')), name, 5 FROM publisher WHERE id <= 2;
INSERT INTO surveilled_alert (instrument_id, raised_at, rule, state)
SELECT 1 + id % 2, TIMESTAMPADD(HOUR, id * 7, TIMESTAMP '2025-09-01 08:00:00'), ELT(1 + id % 3, 'flashed orders', 'crossed book', 'unusual volume'), IF(id % 4 = 0, 'open', 'closed')
  FROM tag WHERE id <= 200;
-- An order arrives as an even message; the odd message 40 places later withdraws or fills it.
INSERT INTO surveilled_message (instrument_id, sequence_no, at_ms, kind, order_no, pieces, ticks, raw)
SELECT 1 + (i.id - 1) % 2, (i.id - 1) DIV 2, (i.id - 1) DIV 2 * 75 DIV @factor,
       IF((i.id - 1) DIV 2 % 2 = 0, 'new', IF((i.id - 1) DIV 4 % 5 < 2, 'trade', 'cancel')),
       IF((i.id - 1) DIV 2 % 2 = 0, (i.id - 1) DIV 2, (i.id - 1) DIV 2 - 41 + (i.id - 1) DIV 4 % 3 * 2),
       10 * (1 + (i.id - 1) DIV 4 * 31 % 60), 2000 + (i.id - 1) DIV 4 * 17 % 90, CONCAT('8=FIX.4.4|', MD5(i.id), '|35=', i.id % 7, IF(i.id % 977 = 0, '|TEST', '|'))
  FROM order_item AS i WHERE i.id <= 26000 * @factor;
