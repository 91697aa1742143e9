-- What a wholesaler sells to pharmacies, and the rebate of each.
DROP TABLE IF EXISTS wholesale_pharmacy, wholesale_article;
CREATE TABLE wholesale_pharmacy (
  id              INT          NOT NULL,
  name            VARCHAR(255) NOT NULL,
  rebate_permille INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE wholesale_article (
  number     BIGINT       NOT NULL,
  name       VARCHAR(80)  NOT NULL,
  pack       VARCHAR(40)  NOT NULL,
  maker      VARCHAR(200) NOT NULL,
  cents      BIGINT       NOT NULL,
  is_chilled BOOL         NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;

INSERT INTO wholesale_pharmacy (id, name, rebate_permille)
SELECT id, CONCAT(name, ' pharmacy'), 20 + id * 7 % 130 FROM publisher WHERE id <= 600;
INSERT INTO wholesale_article (number, name, pack, maker, cents, is_chilled)
SELECT 1000000 + b.id * 13,
       CONCAT(ELT(1 + b.id % 7, 'Ibuprofen', 'Metformin', 'Ramipril', 'Pantoprazole', 'Insulin glargine', 'Cetirizine', 'Paracetamol'), ' ',
              ELT(1 + b.id DIV 7 % 5, '5', '10', '20', '400', '500'), ' mg'),
       CONCAT(ELT(1 + b.id % 3, '20', '50', '100'), ' film-coated tablets'), p.name, 180 + b.id * 7919 % 9000, b.id % 7 = 4
  FROM book AS b JOIN publisher AS p ON p.id = b.publisher_id WHERE b.id <= 10000 * @factor;
ANALYZE TABLE wholesale_article;
