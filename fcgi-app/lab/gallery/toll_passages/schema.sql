-- Twenty gantries of a motorway, with the number plate and the picture's remarks for each passage.
DROP TABLE IF EXISTS toll_passage;
CREATE TABLE toll_passage (
  id            BIGINT       NOT NULL,
  gantry_id     INT          NOT NULL,
  passed_at     DATETIME     NOT NULL,
  vehicle_class VARCHAR(10)  NOT NULL,
  fee_cents     INT          NOT NULL,
  plate         VARCHAR(20)  NOT NULL,
  remarks       VARCHAR(600) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_toll_passage_gantry_id_passed_at (gantry_id, passed_at)
) ENGINE = InnoDB;
INSERT INTO toll_passage (id, gantry_id, passed_at, vehicle_class, fee_cents, plate, remarks)
SELECT id, 1 + id % 20, TIMESTAMPADD(MINUTE, id * 525000 DIV (24000 * @factor), TIMESTAMP '2025-01-01 00:00:00'),
       ELT(1 + id DIV 20 * 7 % 5, 'car', 'van', 'car', 'truck', 'coach'), 120 + id * 7919 % 900,
       CONCAT('P-', LPAD(id * 104729 % 1000000, 6, '0')), CONCAT(body, ' ', LEFT(body, 90))
  FROM review WHERE id <= 24000 * @factor;
ANALYZE TABLE toll_passage;
