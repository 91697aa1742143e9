-- Builds of a pipeline. Three suites print one character for each of 1,280 tests.
DROP TABLE IF EXISTS pipeline, pipeline_build, pipeline_step, pipeline_test_output;
CREATE TABLE pipeline (
  id   INT          NOT NULL,
  name VARCHAR(100) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE pipeline_build (
  id          BIGINT       NOT NULL,
  pipeline_id INT          NOT NULL,
  branch      VARCHAR(100) NOT NULL,
  author      VARCHAR(200) NOT NULL,
  state       VARCHAR(10)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE pipeline_step (
  build_id BIGINT      NOT NULL,
  step_no  INT         NOT NULL,
  name     VARCHAR(60) NOT NULL,
  seconds  INT         NOT NULL,
  state    VARCHAR(10) NOT NULL,
  PRIMARY KEY (build_id, step_no)
) ENGINE = InnoDB;
CREATE TABLE pipeline_test_output (
  build_id BIGINT        NOT NULL,
  suite    VARCHAR(60)   NOT NULL,
  output   VARCHAR(1300) NOT NULL,
  footer   VARCHAR(200)  NOT NULL,
  PRIMARY KEY (build_id, suite)
) ENGINE = InnoDB;

INSERT INTO pipeline (id, name) SELECT id, CONCAT('service-', LOWER(code)) FROM country WHERE id <= 40;
INSERT INTO pipeline_build (id, pipeline_id, branch, author, state)
SELECT id, 1 + id % 40, CONCAT('fix/', 1000 + id * 31 % 9000), name, IF(id % 3 = 0, 'failed', 'passed') FROM customer WHERE id <= 200 * @factor;
INSERT INTO pipeline_step (build_id, step_no, name, seconds, state)
SELECT b.id, s.id, ELT(s.id, 'checkout', 'dependencies', 'compile', 'lint', 'test', 'package'), 3 + (b.id * 31 + s.id * 17) % 200,
       IF(s.id = 5 AND b.state = 'failed', 'failed', 'passed')
  FROM pipeline_build AS b JOIN country AS s ON s.id <= 6;
INSERT INTO pipeline_test_output (build_id, suite, output, footer)
SELECT b.id, CONCAT('tests/', ELT(s.id, 'api', 'models', 'views')), REPEAT(CONCAT(REPEAT('.', 60 + s.id), IF((b.id + s.id) % 4 = 0, 'F', 's'), REPEAT('.', 67 - s.id)), 10),
       CONCAT('1280 tests in ', 20 + (b.id * 7 + s.id) % 90, ' s [seed ', b.id * 7919 % 100000, ']')
  FROM pipeline_build AS b JOIN country AS s ON s.id <= 3;
