-- Only where the application reads from a replica too (database.replica): it asks the replica how far it is behind. Run this on
-- the primary; the replica gets it from there (docs/scaling.md).
GRANT /*M! REPLICA MONITOR */ /*!80000 REPLICATION CLIENT */ ON *.* TO 'caseload'@'localhost';
