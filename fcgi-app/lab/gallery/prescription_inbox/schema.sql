-- Electronic prescriptions of a few pharmacies. About one in eight is open; a larger database has more that were handed out.
DROP TABLE IF EXISTS rx_pharmacy, rx_desk, rx_drug, rx_prescription;
CREATE TABLE rx_pharmacy (
  id   INT          NOT NULL,
  name VARCHAR(255) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE rx_desk (
  pharmacist_id BIGINT NOT NULL,
  pharmacy_id   INT    NOT NULL,
  PRIMARY KEY (pharmacist_id)
) ENGINE = InnoDB;
CREATE TABLE rx_drug (
  id            INT         NOT NULL,
  name          VARCHAR(80) NOT NULL,
  is_controlled BOOL        NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE rx_prescription (
  id          BIGINT       NOT NULL,
  pharmacy_id INT          NOT NULL,
  state       VARCHAR(10)  NOT NULL,
  sent_at     DATETIME     NOT NULL,
  patient     VARCHAR(200) NOT NULL,
  doctor      VARCHAR(255) NOT NULL,
  drug_id     INT          NOT NULL,
  packs       INT          NOT NULL,
  PRIMARY KEY (id),
  KEY idx_rx_prescription_pharmacy_state_sent_at (pharmacy_id, state, sent_at, id)
) ENGINE = InnoDB;

INSERT INTO rx_pharmacy (id, name) SELECT id, CONCAT(name, ' pharmacy') FROM publisher WHERE id <= 4;
INSERT INTO rx_desk (pharmacist_id, pharmacy_id) SELECT id, 1 + id % 4 FROM customer;
INSERT INTO rx_drug (id, name, is_controlled)
SELECT id, CONCAT(ELT(1 + id % 5, 'Amoxicillin', 'Morphine', 'Salbutamol', 'Levothyroxine', 'Bisoprolol'), ' ', id), id % 5 = 1 FROM tag;
INSERT INTO rx_prescription (id, pharmacy_id, state, sent_at, patient, doctor, drug_id, packs)
SELECT i.id, 1 + i.id % 4, IF(i.id DIV 4 % (8 * @factor) = 0, 'open', 'handed out'), TIMESTAMPADD(SECOND, i.id * 97, TIMESTAMP '2025-12-01 08:00:00'),
       c.name, CONCAT('Dr ', d.name), 1 + i.id * 31 % 500, 1 + i.id % 3
  FROM order_item AS i JOIN customer AS c ON c.id = 1 + i.id * 7 % 2500 JOIN customer AS d ON d.id = 1 + i.id % 90
 WHERE i.id <= 24000 * @factor;
ANALYZE TABLE rx_prescription;
