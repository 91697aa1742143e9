-- The queue of background jobs. Run this in each dataset after its seed. The table is in the same database as the rows
-- that the jobs work on, so a job can be queued in the transaction of the work that needs it: either both are stored or
-- neither. Workers poll the datasets in turn. Re-seeding a dataset deletes its jobs.
--
-- A worker claims only jobs whose kind it knows, and says so in job_kind. A job that no running worker knows stays
-- waiting, and fails after a day in which no worker knew it.
--
-- A job's states: waiting -> running -> done or failed. If an attempt fails or its lease expires, the job goes back to
-- waiting with a later run_at; after its last attempt it is failed, with the reason. All queries are in
-- fcgi-app/jobs/queue.cpp.
--   claim   in READ COMMITTED, so that skipped rows are not locked: SELECT .. WHERE state = 'waiting' AND
--           run_at <= NOW(6) AND kind IN (..) ORDER BY priority, run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED, then state = 'running',
--           attempts + 1, worker, lease_until
--   renew, progress and finish select the row by (id, worker, attempts). A worker that lost its lease changes no row
--           and so notices that another has the job. The job's effect is written in the transaction that finishes it.
-- All times come from the database's clock.
CREATE TABLE job (
  id           BIGINT        NOT NULL AUTO_INCREMENT,
  kind         VARCHAR(60)   NOT NULL,  -- which function runs it
  arguments    VARCHAR(4000) NOT NULL,  -- a JSON object
  state        VARCHAR(10)   NOT NULL DEFAULT 'waiting',
  priority     INT           NOT NULL DEFAULT 0,  -- lower numbers run first
  run_at       DATETIME(6)   NOT NULL DEFAULT CURRENT_TIMESTAMP(6),  -- don't run it before
  attempts     INT           NOT NULL DEFAULT 0,  -- started so far
  max_attempts INT           NOT NULL DEFAULT 5,
  worker       VARCHAR(100)  NULL,  -- the current or last owner: host, process, thread
  lease_until  DATETIME(6)   NULL,  -- while running; after this time any worker may take it
  progress     INT           NOT NULL DEFAULT 0,  -- per cent
  result       MEDIUMTEXT    NULL,  -- when done: a JSON text
  failure      VARCHAR(1000) NULL,  -- why the last attempt failed
  created_at   DATETIME(6)   NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  started_at   DATETIME(6)   NULL,  -- of the last attempt
  finished_at  DATETIME(6)   NULL,  -- when done or failed
  PRIMARY KEY (id),
  KEY idx_job_state_priority_run_at_id_kind (state, priority, run_at, id, kind),  -- the next job, and a job's position
  KEY idx_job_state_lease_until (state, lease_until),                  -- expired leases
  KEY idx_job_state_finished_at (state, finished_at),                  -- old results to remove
  CONSTRAINT check_job_state CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  CONSTRAINT check_job_progress CHECK (progress BETWEEN 0 AND 100)
) ENGINE = InnoDB;

-- The kinds of jobs that running workers know. Each worker renews its rows every few seconds.
CREATE TABLE job_kind (
  kind    VARCHAR(60) NOT NULL,
  seen_at DATETIME(6) NOT NULL,
  PRIMARY KEY (kind)
) ENGINE = InnoDB;

-- The number of finished jobs that were removed, so that totals never decrease. One row per final state.
CREATE TABLE job_removed (
  state   VARCHAR(10) NOT NULL,
  jobs    BIGINT      NOT NULL DEFAULT 0,
  retries BIGINT      NOT NULL DEFAULT 0,  -- attempts after the first one
  PRIMARY KEY (state)
) ENGINE = InnoDB;
INSERT INTO job_removed (state) VALUES ('done'), ('failed');

-- Requests for reports. A user who requests a report writes a row, and the finished report is delivered into it.
-- `deliveries` is incremented each time, so that a duplicate delivery would be noticed.
CREATE TABLE report_request (
  id           BIGINT      NOT NULL AUTO_INCREMENT,
  publisher_id BIGINT      NOT NULL,
  asked_at     DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  report       MEDIUMTEXT  NULL,  -- a JSON text
  deliveries   INT         NOT NULL DEFAULT 0,
  delivered_at DATETIME(6) NULL,
  PRIMARY KEY (id),
  KEY idx_report_request_asked_at (asked_at),  -- old requests to remove
  KEY idx_report_request_publisher_id (publisher_id),
  CONSTRAINT fk_report_request_publisher FOREIGN KEY (publisher_id) REFERENCES publisher (id)
) ENGINE = InnoDB;
