-- The entries of twenty accounts, each of a customer of the same number.
DROP TABLE IF EXISTS account_entry;
CREATE TABLE account_entry (
  account_id BIGINT       NOT NULL,
  number     INT          NOT NULL,
  day        VARCHAR(10)  NOT NULL,
  text       VARCHAR(255) NOT NULL,
  cents      BIGINT       NOT NULL,
  PRIMARY KEY (account_id, number)
) ENGINE = InnoDB;

INSERT INTO account_entry (account_id, number, day, text, cents)
SELECT account.id, entry.id, DATE_FORMAT(TIMESTAMPADD(HOUR, entry.id * 7, TIMESTAMP '2023-11-01 00:00:00'), '%Y-%m-%d'),
       CONCAT(ELT(1 + entry.id % 4, 'Card payment: ', 'Transfer to ', 'Standing order, ', 'Received from '), publisher.name),
       IF(entry.id % 4 = 3, 1, -1) * (500 + entry.id * (account.id + 30) % 20000) * IF(entry.id % 4 = 3, 3, 1)
  FROM tag AS account JOIN book AS entry ON entry.id <= 2600 JOIN publisher ON publisher.id = 1 + (entry.id * 13 + account.id) % 1000
 WHERE account.id <= 20;
