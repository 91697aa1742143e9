DROP TABLE IF EXISTS lecture_mark;
DROP TABLE IF EXISTS lecture_register;
DROP TABLE IF EXISTS lecture_seat;
CREATE TABLE lecture_seat (
  lecture_id BIGINT       NOT NULL,
  seat       INT          NOT NULL,
  student    VARCHAR(200) NOT NULL,
  PRIMARY KEY (lecture_id, seat)
) ENGINE = InnoDB;
CREATE TABLE lecture_register (
  id         BIGINT NOT NULL AUTO_INCREMENT,
  lecture_id BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE lecture_mark (
  id           BIGINT      NOT NULL AUTO_INCREMENT,
  register_id  BIGINT      NOT NULL,
  seat         INT         NOT NULL,
  state        VARCHAR(10) NOT NULL,
  minutes_late INT         NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY idx_lecture_mark_register_id_seat (register_id, seat),
  CONSTRAINT fk_lecture_mark_register FOREIGN KEY (register_id) REFERENCES lecture_register (id) ON DELETE CASCADE
) ENGINE = InnoDB;
INSERT INTO lecture_seat (lecture_id, seat, student)
SELECT 1 + (o.id - 1) DIV 640, 1 + (o.id - 1) % 640, c.name
  FROM customer_order AS o JOIN customer AS c ON c.id = o.customer_id WHERE o.id <= 6400 * @factor;
