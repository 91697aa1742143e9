-- Only where loads are measured (app.test_mode): the indexes that a case makes, measures and drops again. A right of
-- the database and not of a table, so that it can be given before the data is there.
GRANT INDEX ON `caseload\_x1`.* TO 'caseload'@'localhost';
GRANT INDEX ON `caseload\_x4`.* TO 'caseload'@'localhost';
GRANT INDEX ON `caseload\_x16`.* TO 'caseload'@'localhost';
