-- The forms of a town and the offices that take them. A larger city has more citizens, not more forms.
DROP TABLE IF EXISTS town_form, town_office;
CREATE TABLE town_office (
  code       CHAR(2)     NOT NULL,
  name       VARCHAR(60) NOT NULL,
  open_hours VARCHAR(40) NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB;
CREATE TABLE town_form (
  number    CHAR(6)      NOT NULL,
  title     VARCHAR(120) NOT NULL,
  words     VARCHAR(120) NOT NULL,
  office    CHAR(2)      NOT NULL,
  fee_cents INT          NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;

INSERT INTO town_office (code, name, open_hours)
VALUES ('01', 'Citizens'' services', 'Mon to Sat'), ('02', 'Registry office', 'by appointment'), ('03', 'Building control', 'Tue and Thu'),
       ('04', 'Roads', 'Mon, Wed, Fri'), ('05', 'Trade', 'Mon to Thu'), ('06', 'Schools', 'mornings'), ('07', 'Parks', 'mornings'),
       ('08', 'Taxes', 'by appointment'), ('09', 'Waste', 'Mon to Fri');
INSERT INTO town_form (number, title, words, office, fee_cents)
SELECT CONCAT('F', LPAD(t.id, 5, '0')),
       CONCAT(ELT(1 + t.id % 7, 'Request for a ', 'Notice of a ', 'Renewal of a ', 'Objection to a ', 'Copy of a ', 'Return of a ', 'Change to a '),
              ELT(1 + t.id % 13, 'parking permit', 'building permit', 'stall at the market', 'marriage certificate', 'dog licence', 'tree permit',
                  'place at a school', 'skip on the pavement', 'register entry', 'trade licence', 'waste bin', 'street party', 'tax card'), ', ',
              ELT(1 + t.id % 3, 'private', 'business', 'club')),
       ELT(1 + t.id % 5, 'car resident visitor', 'house roof wall', 'birth death name', 'food stand sale', 'garden tree hedge'),
       CONCAT('0', 1 + t.id % 9), t.id % 5 * 700
  FROM tag AS t WHERE t.id <= 260;
ANALYZE TABLE town_form;
