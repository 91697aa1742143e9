-- What the app's user may do: read and change rows of the datasets, nothing else. No DDL, no files, no other
-- database. Run by an administrator after CREATE USER (docs/deploying.md).
GRANT SELECT, INSERT, UPDATE, DELETE ON `caseload\_x1`.* TO 'caseload'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON `caseload\_x4`.* TO 'caseload'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON `caseload\_x16`.* TO 'caseload'@'localhost';
