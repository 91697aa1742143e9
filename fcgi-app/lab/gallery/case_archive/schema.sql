DROP TABLE IF EXISTS law_case;
CREATE TABLE law_case (
  number    BIGINT       NOT NULL,
  state     VARCHAR(10)  NOT NULL,
  closed_on DATE         NULL,
  client    VARCHAR(200) NOT NULL,
  subject   VARCHAR(255) NOT NULL,
  PRIMARY KEY (number),
  KEY idx_law_case_state_closed_on_number (state, closed_on, number)
) ENGINE = InnoDB;
INSERT INTO law_case (number, state, closed_on, client, subject)
SELECT b.id, IF(b.id % 11 = 0, 'open', 'closed'), IF(b.id % 11 = 0, NULL, TIMESTAMPADD(DAY, b.id * 7919 % 1500, DATE '2021-03-01')),
       c.name, b.title
  FROM book AS b JOIN customer AS c ON c.id = 1 + b.id * 17 % 2500 WHERE b.id <= 8000 * @factor;
ANALYZE TABLE law_case;
