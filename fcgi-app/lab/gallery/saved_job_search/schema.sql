DROP TABLE IF EXISTS job_search, job_offer, job_employer;
CREATE TABLE job_employer (
  id       BIGINT       NOT NULL,
  name     VARCHAR(200) NOT NULL,
  portrait MEDIUMTEXT   NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE job_offer (
  id          BIGINT       NOT NULL,
  trade       VARCHAR(20)  NOT NULL,
  title       VARCHAR(300) NOT NULL,
  town        VARCHAR(100) NOT NULL,
  posted_on   DATE         NOT NULL,
  employer_id BIGINT       NOT NULL,
  PRIMARY KEY (id),
  KEY idx_job_offer_trade_posted_on_id (trade, posted_on, id)
) ENGINE = InnoDB;
CREATE TABLE job_search (
  id    BIGINT       NOT NULL,
  trade VARCHAR(20)  NOT NULL,
  title VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO job_employer (id, name, portrait)
SELECT d.id, p.name, CONCAT('<h2>', p.name, '</h2><p>', LEFT(d.body, 7000), '</p>')
  FROM document AS d JOIN publisher AS p ON p.id = d.id WHERE d.id <= 600;
INSERT INTO job_offer (id, trade, title, town, posted_on, employer_id)
SELECT b.id, ELT(1 + b.id % 7, 'bakery', 'carpentry', 'care', 'gardening', 'haulage', 'kitchen', 'roofing'),
       CONCAT('Assistant to ', b.title), k.name, TIMESTAMPADD(DAY, -(b.id * 7919 % 400), DATE '2025-12-31'), 1 + b.id * 31 % 600
  FROM book AS b JOIN country AS k ON k.id = 1 + b.id % 120 WHERE b.id <= 7000 * @factor;
INSERT INTO job_search (id, trade, title)
SELECT id, ELT(1 + id % 7, 'bakery', 'carpentry', 'care', 'gardening', 'haulage', 'kitchen', 'roofing'), CONCAT('My search no. ', id)
  FROM country WHERE id <= 100;
