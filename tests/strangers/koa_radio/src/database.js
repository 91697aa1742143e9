import pg from "pg";

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 5 });

export async function rows(sql, ...values) {
  return (await pool.query(sql, values)).rows;
}

export async function row(sql, ...values) {
  return (await rows(sql, ...values))[0];
}

export const schema = `
CREATE TABLE hosts (id serial PRIMARY KEY, name text NOT NULL, email text NOT NULL UNIQUE);
CREATE TABLE shows (id serial PRIMARY KEY, slug text NOT NULL UNIQUE, title text NOT NULL, host_id integer NOT NULL REFERENCES hosts);
CREATE TABLE episodes (
  id serial PRIMARY KEY, show_id integer NOT NULL REFERENCES shows, title text NOT NULL, aired_at timestamptz NOT NULL,
  audio_key text NOT NULL, seconds integer NOT NULL);
CREATE INDEX ON episodes (show_id, aired_at);
CREATE INDEX ON episodes (aired_at);
CREATE TABLE artists (id serial PRIMARY KEY, name text NOT NULL, country text NOT NULL);
CREATE TABLE tracks (id serial PRIMARY KEY, title text NOT NULL, artist_id integer NOT NULL REFERENCES artists, seconds integer NOT NULL, label text NOT NULL, year integer NOT NULL);
CREATE TABLE plays (id serial PRIMARY KEY, episode_id integer NOT NULL REFERENCES episodes, track_id integer NOT NULL REFERENCES tracks, position integer NOT NULL);
CREATE INDEX ON plays (episode_id);
CREATE TABLE messages (id serial PRIMARY KEY, episode_id integer NOT NULL REFERENCES episodes, author text NOT NULL, body text NOT NULL, sent_at timestamptz NOT NULL);
CREATE INDEX ON messages (author);
CREATE TABLE donations (id serial PRIMARY KEY, donor text NOT NULL, amount integer NOT NULL, purpose text NOT NULL, given_at timestamptz NOT NULL);
CREATE INDEX ON donations (given_at);
CREATE TABLE chart (rank integer PRIMARY KEY, track_id integer NOT NULL REFERENCES tracks, plays integer NOT NULL);
CREATE TABLE settings (name text PRIMARY KEY, value text NOT NULL);
`;
