-- The privileges of the app's user: read and change rows of the datasets. No DDL, no files, no other databases. An
-- administrator runs this after CREATE USER (docs/deploying.md).
GRANT SELECT, INSERT, UPDATE, DELETE ON `caseload\_x1`.* TO 'caseload'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON `caseload\_x4`.* TO 'caseload'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON `caseload\_x16`.* TO 'caseload'@'localhost';
