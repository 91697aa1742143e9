-- Lines of files from banks, five for each number of fields from 6 to 80. One in five is a payment, the others are
-- transfers whose last field says SEPA.
DROP TABLE IF EXISTS bank_line;
CREATE TABLE bank_line (
  fields INT           NOT NULL,
  line   INT           NOT NULL,
  text   VARCHAR(1000) NOT NULL,
  PRIMARY KEY (fields, line)
) ENGINE = InnoDB;

INSERT INTO bank_line (fields, line, text)
SELECT fields.id, line.id,
       CONCAT('2025-11-', 10 + line.id, ',EUR,', 100 + fields.id * line.id, IF(line.id = 3, ',P', ',T'), fields.id,
              REPEAT(CONCAT(',', line.id, 'x', fields.id % 7), fields.id - 5), ',SEPA')
  FROM tag AS fields JOIN tag AS line ON line.id <= 5 WHERE fields.id BETWEEN 6 AND 80;
