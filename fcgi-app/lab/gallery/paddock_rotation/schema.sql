-- The paddocks of dairy herds, where each herd grazes day by day, and the newest thirty drafts of other plans.
DROP TABLE IF EXISTS grazing_herd, grazing_paddock, grazing_day, grazing_draft, grazing_draft_day;
CREATE TABLE grazing_herd (
  id   INT          NOT NULL,
  name VARCHAR(255) NOT NULL,
  cows INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE grazing_paddock (
  herd_id   INT         NOT NULL,
  id        INT         NOT NULL,
  name      VARCHAR(60) NOT NULL,
  hectares  INT         NOT NULL,
  rest_days INT         NOT NULL,
  PRIMARY KEY (herd_id, id)
) ENGINE = InnoDB;
CREATE TABLE grazing_day (
  herd_id    INT NOT NULL,
  day        INT NOT NULL,
  paddock_id INT NOT NULL,
  PRIMARY KEY (herd_id, day)
) ENGINE = InnoDB;
CREATE TABLE grazing_draft (
  id                BIGINT      NOT NULL AUTO_INCREMENT,
  herd_id           INT         NOT NULL,
  closed_paddock_id INT         NOT NULL,
  drafted_at        DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE grazing_draft_day (
  draft_id   BIGINT NOT NULL,
  day        INT    NOT NULL,
  paddock_id INT    NOT NULL,
  PRIMARY KEY (draft_id, day)
) ENGINE = InnoDB;

INSERT INTO grazing_herd (id, name, cows) SELECT id, CONCAT('Herd of ', name), 60 + id * 7 % 90 FROM publisher WHERE id <= 30 * @factor;
INSERT INTO grazing_paddock (herd_id, id, name, hectares, rest_days)
SELECT h.id, t.id, CONCAT(t.name, ' meadow'), 2 + (h.id + t.id * 5) % 5, 18 + t.id % 6 FROM grazing_herd AS h JOIN tag AS t ON t.id <= 14;
INSERT INTO grazing_day (herd_id, day, paddock_id)
SELECT h.id, b.id, 1 + b.id DIV 3 % 14 FROM grazing_herd AS h JOIN book AS b ON b.id <= 640;
ANALYZE TABLE grazing_day, grazing_paddock;
