-- Calls of airlines whose aircraft are on the ground, and what was noted about them.
DROP TABLE IF EXISTS aog_call, aog_note;
CREATE TABLE aog_call (
  id           BIGINT       NOT NULL,
  registration CHAR(6)      NOT NULL,
  airport      CHAR(3)      NOT NULL,
  country_id   BIGINT       NOT NULL,
  part         VARCHAR(100) NOT NULL,
  product_id   BIGINT       NOT NULL,
  grounded_at  DATETIME     NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE aog_note (
  id       BIGINT       NOT NULL,
  call_id  BIGINT       NOT NULL,
  noted_at DATETIME     NOT NULL,
  author   VARCHAR(200) NOT NULL,
  text     VARCHAR(200) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_aog_note_call_noted (call_id, noted_at, id)
) ENGINE = InnoDB;

INSERT INTO aog_call (id, registration, airport, country_id, part, product_id, grounded_at)
SELECT c.id, CONCAT('D-A', CHAR(65 + c.id % 26), CHAR(65 + c.id DIV 26 % 26), CHAR(65 + c.id * 7 % 26)),
       CONCAT(CHAR(65 + c.id * 5 % 26), CHAR(65 + c.id * 11 % 26), CHAR(65 + c.id * 3 % 26)), 1 + c.id % 120,
       ELT(1 + c.id % 5, 'bleed valve', 'fuel pump', 'pitot probe', 'brake unit', 'cabin pressure controller'), 1 + c.id * 7919 % 25000,
       TIMESTAMPADD(MINUTE, c.id * 217, TIMESTAMP '2025-10-01 03:12:00')
  FROM customer AS c WHERE c.id <= 1000 * @factor;
INSERT INTO aog_note (id, call_id, noted_at, author, text)
SELECT o.id, 1 + o.id % (1000 * @factor), TIMESTAMPADD(MINUTE, o.id % (1000 * @factor) * 217 + o.id DIV (1000 * @factor) * 14, TIMESTAMP '2025-10-01 06:50:00'), c.name,
       ELT(1 + (o.id + o.id DIV (1000 * @factor)) % 5, 'Crew is in the hotel.', 'The station asks for a second opinion.', 'Borrowing from another airline: declined.',
           'Passengers are booked on the evening flight.', 'The engineer on site confirms the part number.')
  FROM customer_order AS o JOIN customer AS c ON c.id = 1 + o.id * 31 % 90 WHERE o.id <= 6000 * @factor;
ANALYZE TABLE aog_call, aog_note;
