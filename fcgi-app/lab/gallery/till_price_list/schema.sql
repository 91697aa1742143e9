DROP TABLE IF EXISTS price_list_edition;
CREATE TABLE price_list_edition (
  edition    INT         NOT NULL,
  valid_from DATETIME(6) NOT NULL,
  PRIMARY KEY (edition)
) ENGINE = InnoDB;
INSERT INTO price_list_edition (edition, valid_from)
SELECT id, TIMESTAMPADD(DAY, 9 * id, TIMESTAMP '2023-01-01 00:00:00') FROM country WHERE id <= 120;
