-- The plans of eight operating theatres, and drafts of them. The newest fifty drafts are kept.
DROP TABLE IF EXISTS theatre_case, theatre_draft, theatre_draft_case;
CREATE TABLE theatre_case (
  theatre_id INT         NOT NULL,
  position   INT         NOT NULL,
  operation  VARCHAR(60) NOT NULL,
  team       VARCHAR(20) NOT NULL,
  minutes    INT         NOT NULL,
  is_fixed   BOOL        NOT NULL,
  day        INT         NOT NULL,
  starts_min INT         NOT NULL,
  PRIMARY KEY (theatre_id, position)
) ENGINE = InnoDB;
CREATE TABLE theatre_draft (
  id         BIGINT      NOT NULL AUTO_INCREMENT,
  theatre_id INT         NOT NULL,
  drafted_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE theatre_draft_case (
  draft_id   BIGINT      NOT NULL,
  position   INT         NOT NULL,
  operation  VARCHAR(60) NOT NULL,
  team       VARCHAR(20) NOT NULL,
  minutes    INT         NOT NULL,
  is_fixed   BOOL        NOT NULL,
  day        INT         NOT NULL,
  starts_min INT         NOT NULL,
  PRIMARY KEY (draft_id, position)
) ENGINE = InnoDB;

-- Five operations a day; one in nine needs a team from another hospital and can't be moved.
INSERT INTO theatre_case (theatre_id, position, operation, team, minutes, is_fixed, day, starts_min)
SELECT 1 + i.id % 8, i.id DIV 8,
       CONCAT(ELT(1 + i.id DIV 8 * 5 % 6, 'knee replacement', 'hernia repair', 'cataract', 'gall bladder', 'carpal tunnel', 'hip revision'), ', ',
              IF(i.id DIV 8 % 2 = 0, 'left', 'right')),
       CONCAT('team ', 1 + i.id % 14), 35 + i.id * 7 % 60, i.id * 5 % 9 = 0, 1 + i.id DIV 8 DIV 5, 450 + i.id DIV 8 % 5 * 100
  FROM order_item AS i WHERE i.id <= 8000 * @factor;
ANALYZE TABLE theatre_case;
