-- Athletes with their best times, and the last twenty workouts that watches delivered.
DROP TABLE IF EXISTS workout_sample;
DROP TABLE IF EXISTS workout;
DROP TABLE IF EXISTS workout_best;
DROP TABLE IF EXISTS workout_athlete;
CREATE TABLE workout_athlete (
  id        BIGINT       NOT NULL,
  name      VARCHAR(200) NOT NULL,
  max_pulse INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE workout_best (
  athlete_id BIGINT NOT NULL,
  distance_m INT    NOT NULL,
  best_s     INT    NOT NULL,
  PRIMARY KEY (athlete_id, distance_m)
) ENGINE = InnoDB;
CREATE TABLE workout (
  id         BIGINT NOT NULL AUTO_INCREMENT,
  athlete_id BIGINT NOT NULL,
  samples    BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
CREATE TABLE workout_sample (
  workout_id BIGINT NOT NULL,
  second_no  BIGINT NOT NULL,
  pulse      INT    NOT NULL,
  speed_mm   INT    NOT NULL,
  PRIMARY KEY (workout_id, second_no),
  CONSTRAINT fk_workout_sample_workout FOREIGN KEY (workout_id) REFERENCES workout (id) ON DELETE CASCADE
) ENGINE = InnoDB;
INSERT INTO workout_athlete (id, name, max_pulse) SELECT id, name, 172 + id % 25 FROM customer WHERE id <= 800 * @factor;
INSERT INTO workout_best (athlete_id, distance_m, best_s)
SELECT a.id, t.id * 1000, t.id * (225 + a.id % 130) FROM workout_athlete AS a JOIN tag AS t ON t.id IN (1, 3, 5, 10);
