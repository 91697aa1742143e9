-- The waiting rooms of a town hall. Each of its counters has a roll with the numbers 1 to 999.
DROP TABLE IF EXISTS office_counter, office_ticket, office_desk, office_paper, office_wait;
CREATE TABLE office_counter (
  id          BIGINT NOT NULL,
  last_number INT    NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE office_ticket (
  counter_id BIGINT      NOT NULL,
  number     INT         NOT NULL,
  topic_id   BIGINT      NOT NULL,
  drawn_at   DATETIME(6) NOT NULL,
  PRIMARY KEY (counter_id, number)
) ENGINE = InnoDB;
CREATE TABLE office_desk (
  counter_id BIGINT       NOT NULL,
  desk       VARCHAR(20)  NOT NULL,
  clerk      VARCHAR(200) NOT NULL,
  serves     VARCHAR(100) NOT NULL,
  PRIMARY KEY (counter_id, desk)
) ENGINE = InnoDB;
CREATE TABLE office_paper (
  topic_id BIGINT       NOT NULL,
  position INT          NOT NULL,
  topic    VARCHAR(100) NOT NULL,
  paper    VARCHAR(100) NOT NULL,
  PRIMARY KEY (topic_id, position)
) ENGINE = InnoDB;
CREATE TABLE office_wait (
  counter_id BIGINT NOT NULL,
  hour       INT    NOT NULL,
  minutes    INT    NOT NULL,
  PRIMARY KEY (counter_id, hour)
) ENGINE = InnoDB;

INSERT INTO office_counter (id, last_number) SELECT id, id * 83 % 999 FROM tag WHERE id <= 12;
INSERT INTO office_ticket (counter_id, number, topic_id, drawn_at)
SELECT counter.id, book.id, 1 + book.id % 24, TIMESTAMPADD(MINUTE, book.id, TIMESTAMP '2025-12-01 08:00:00')
  FROM book JOIN tag AS counter ON counter.id <= 12 WHERE book.id <= 999;
INSERT INTO office_desk (counter_id, desk, clerk, serves)
SELECT counter.id, CONCAT('Desk ', counter.id, CHAR(64 + desk.id USING utf8mb4)), customer.name,
       ELT(1 + desk.id % 3, 'all topics', 'short matters only', 'by appointment')
  FROM tag AS counter JOIN tag AS desk ON desk.id <= 6
  JOIN customer ON customer.id = counter.id * 10 + desk.id WHERE counter.id <= 12;
INSERT INTO office_paper (topic_id, position, topic, paper)
SELECT topic.id, position.id,
       ELT(1 + topic.id % 6, 'Passports', 'Registering a car', 'Moving house', 'Dog licences', 'Building permits', 'Certificates'),
       ELT(position.id, 'your identity card', 'the form that you got by mail', 'a photo that is not older than six months',
           'the lease or deed', 'a card to pay with')
  FROM tag AS topic JOIN tag AS position ON position.id <= 2 + topic.id % 4 WHERE topic.id <= 24;
INSERT INTO office_wait (counter_id, hour, minutes)
SELECT counter.id, 7 + hour.id, 3 + counter.id * hour.id * 7 % 38
  FROM tag AS counter JOIN tag AS hour ON hour.id <= 10 WHERE counter.id <= 12;
