-- The queue of background jobs. Run in each dataset after its seed, so the table lives in the database whose rows
-- the jobs are about: a job is then written in the transaction of the work that asked for it, on the one connection
-- that a request has, and both or neither are there. Workers ask each dataset in turn. A dataset that is seeded
-- anew loses its jobs, which were about rows that are gone.
--
-- A job's life: waiting -> running -> done or failed. A try that fails, or whose lease ran out with tries left, goes
-- back to waiting with a later run_at; on its last try it ends as failed with the reason. fcgi-app/jobs/queue.cpp has
-- every statement.
--   claim   in READ COMMITTED, so that rows passed over are not kept locked: SELECT .. WHERE state = 'waiting' AND
--           run_at <= NOW(6) ORDER BY priority, run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED, then state = 'running',
--           attempts + 1, worker, lease_until
--   renew, progress and finish name what they hold (id, worker, attempts): a worker that lost its lease changes no
--           row, and so knows that another has the job. What a job brings about is written in the transaction that
--           finishes it.
-- All moments are by the database's clock.
CREATE TABLE job (
  id           BIGINT        NOT NULL AUTO_INCREMENT,
  kind         VARCHAR(60)   NOT NULL,  -- which function runs it
  arguments    VARCHAR(4000) NOT NULL,  -- a JSON object
  state        VARCHAR(10)   NOT NULL DEFAULT 'waiting',
  priority     INT           NOT NULL DEFAULT 0,  -- smaller goes first
  run_at       DATETIME(6)   NOT NULL DEFAULT CURRENT_TIMESTAMP(6),  -- not before
  attempts     INT           NOT NULL DEFAULT 0,  -- begun so far
  max_attempts INT           NOT NULL DEFAULT 5,
  worker       VARCHAR(100)  NULL,  -- who holds or last held it: host, process, thread
  lease_until  DATETIME(6)   NULL,  -- while running; after that moment anyone may take it
  progress     INT           NOT NULL DEFAULT 0,  -- per cent
  result       MEDIUMTEXT    NULL,  -- when done: a JSON text
  failure      VARCHAR(1000) NULL,  -- why the last try failed; when failed: why it ended
  created_at   DATETIME(6)   NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  started_at   DATETIME(6)   NULL,  -- of the last try
  finished_at  DATETIME(6)   NULL,  -- when done or failed
  PRIMARY KEY (id),
  KEY idx_job_state_priority_run_at_id (state, priority, run_at, id),  -- the next job, and a job's place in the queue
  KEY idx_job_state_lease_until (state, lease_until),                  -- leases that ran out
  KEY idx_job_state_finished_at (state, finished_at),                  -- old results, to be removed
  CONSTRAINT check_job_state CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  CONSTRAINT check_job_progress CHECK (progress BETWEEN 0 AND 100)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- How many jobs ended and are no longer kept, so that totals only grow. One row for each way to end.
CREATE TABLE job_removed (
  state   VARCHAR(10) NOT NULL,
  jobs    BIGINT      NOT NULL DEFAULT 0,
  retries BIGINT      NOT NULL DEFAULT 0,  -- begun more often than once: attempts - 1
  PRIMARY KEY (state)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT INTO job_removed (state) VALUES ('done'), ('failed');

-- What was asked for, and what the one who asked was given: whoever asks for a report writes a row, and the
-- finished report is handed over into it. `deliveries` is counted up, so that one handed over twice shows.
CREATE TABLE report_request (
  id           BIGINT      NOT NULL AUTO_INCREMENT,
  publisher_id BIGINT      NOT NULL,
  asked_at     DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  report       MEDIUMTEXT  NULL,  -- a JSON text
  deliveries   INT         NOT NULL DEFAULT 0,
  delivered_at DATETIME(6) NULL,
  PRIMARY KEY (id),
  KEY idx_report_request_asked_at (asked_at),  -- old ones, to be removed
  KEY idx_report_request_publisher_id (publisher_id),
  CONSTRAINT fk_report_request_publisher FOREIGN KEY (publisher_id) REFERENCES publisher (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
