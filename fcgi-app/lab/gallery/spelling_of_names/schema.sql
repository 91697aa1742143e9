-- When a club's members were compared, and whose names were alike: the newest five hundred times.
DROP TABLE IF EXISTS name_check_pair, name_check;
CREATE TABLE name_check (
  id       BIGINT NOT NULL AUTO_INCREMENT,
  first_id BIGINT NOT NULL,
  members  INT    NOT NULL,
  pairs    INT    NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE name_check_pair (
  check_id   BIGINT       NOT NULL,
  position   INT          NOT NULL,
  left_name  VARCHAR(200) NOT NULL,
  right_name VARCHAR(200) NOT NULL,
  PRIMARY KEY (check_id, position),
  CONSTRAINT fk_name_check_pair_check FOREIGN KEY (check_id) REFERENCES name_check (id) ON DELETE CASCADE
) ENGINE = InnoDB;

INSERT INTO name_check (first_id, members, pairs) SELECT id, 100, 1 FROM book WHERE id <= 500 ORDER BY id;
INSERT INTO name_check_pair (check_id, position, left_name, right_name)
SELECT name_check.id, 0, customer.name, customer.name FROM name_check JOIN customer ON customer.id = name_check.id;
