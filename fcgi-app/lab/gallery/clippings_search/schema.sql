DROP TABLE IF EXISTS press_clipping;
CREATE TABLE press_clipping (
  id         BIGINT       NOT NULL,
  topic      VARCHAR(30)  NOT NULL,
  printed_on DATE         NOT NULL,
  paper      VARCHAR(200) NOT NULL,
  headline   VARCHAR(255) NOT NULL,
  body       VARCHAR(500) NOT NULL,
  PRIMARY KEY (id),
  KEY idx_press_clipping_topic_printed_on_id (topic, printed_on, id)
) ENGINE = InnoDB;
INSERT INTO press_clipping (id, topic, printed_on, paper, headline, body)
SELECT r.id, ELT(1 + r.id % 4, 'harbour', 'schools', 'traffic', 'harbour'),
       TIMESTAMPADD(DAY, r.id * 7919 % 1000, DATE '2023-03-01'), p.name, b.title, r.body
  FROM review AS r JOIN book AS b ON b.id = r.book_id JOIN publisher AS p ON p.id = 1 + r.id % 1000
 WHERE r.id <= 6000 * @factor;
ANALYZE TABLE press_clipping;
