-- Only for hosts that run load tests (app.test_mode): a case creates an index, measures it and drops it again. The
-- privilege is granted on the database and not on a table, so that it can be granted before the tables exist.
GRANT INDEX ON `caseload\_x1`.* TO 'caseload'@'localhost';
GRANT INDEX ON `caseload\_x4`.* TO 'caseload'@'localhost';
GRANT INDEX ON `caseload\_x16`.* TO 'caseload'@'localhost';
