CREATE TABLE federation (
  id {{serial}}, code CHAR(3) NOT NULL, name VARCHAR(60) NOT NULL, continent VARCHAR(20) NOT NULL);
CREATE TABLE arbiter (
  id {{serial}}, name VARCHAR(80) NOT NULL, grade VARCHAR(10) NOT NULL);
CREATE TABLE opening (
  id {{serial}}, eco CHAR(3) NOT NULL, name VARCHAR(80) NOT NULL);
CREATE TABLE club (
  id {{serial}}, name VARCHAR(80) NOT NULL, city VARCHAR(60) NOT NULL, federation_id INTEGER NOT NULL REFERENCES federation (id));
CREATE INDEX club_name ON club (name);
CREATE INDEX club_federation ON club (federation_id);
CREATE TABLE player (
  id {{serial}}, licence_no VARCHAR(10) NOT NULL UNIQUE, card_no VARCHAR(10) NOT NULL, name VARCHAR(80) NOT NULL, email VARCHAR(80) NOT NULL,
  title VARCHAR(3), rating INTEGER NOT NULL, born INTEGER NOT NULL, joined_on DATE NOT NULL,
  club_id INTEGER REFERENCES club (id), federation_id INTEGER NOT NULL REFERENCES federation (id));
CREATE INDEX player_email ON player (email);
CREATE INDEX player_rating ON player (rating, id);
CREATE INDEX player_title ON player (title);
CREATE INDEX player_club_joined ON player (club_id, joined_on);
CREATE INDEX player_federation ON player (federation_id);
CREATE TABLE team (
  id {{serial}}, name VARCHAR(80) NOT NULL, league VARCHAR(20) NOT NULL, club_id INTEGER NOT NULL REFERENCES club (id));
CREATE INDEX team_club ON team (club_id);
CREATE TABLE team_member (
  team_id INTEGER NOT NULL REFERENCES team (id), player_id INTEGER NOT NULL REFERENCES player (id), board INTEGER NOT NULL,
  PRIMARY KEY (team_id, player_id));
CREATE INDEX team_member_player ON team_member (player_id);
CREATE TABLE tournament (
  id {{serial}}, name VARCHAR(80) NOT NULL, city VARCHAR(60) NOT NULL, starts_on DATE NOT NULL, ends_on DATE NOT NULL, status VARCHAR(10) NOT NULL,
  arbiter_id INTEGER NOT NULL REFERENCES arbiter (id), federation_id INTEGER NOT NULL REFERENCES federation (id));
CREATE INDEX tournament_starts ON tournament (starts_on, id);
CREATE INDEX tournament_status_starts ON tournament (status, starts_on);
CREATE TABLE entry (
  id {{serial}}, tournament_id INTEGER NOT NULL REFERENCES tournament (id), player_id INTEGER NOT NULL REFERENCES player (id),
  category VARCHAR(10) NOT NULL, fee INTEGER NOT NULL, paid INTEGER NOT NULL, entered_at {{timestamp}} NOT NULL);
CREATE INDEX entry_tournament ON entry (tournament_id);
CREATE INDEX entry_player ON entry (player_id);
CREATE INDEX entry_entered ON entry (entered_at);
CREATE TABLE game (
  id {{serial}}, tournament_id INTEGER NOT NULL REFERENCES tournament (id), round INTEGER NOT NULL, board INTEGER NOT NULL,
  white_id INTEGER NOT NULL REFERENCES player (id), black_id INTEGER NOT NULL REFERENCES player (id),
  opening_id INTEGER NOT NULL REFERENCES opening (id), result VARCHAR(7) NOT NULL, moves INTEGER NOT NULL, played_at {{timestamp}} NOT NULL);
CREATE INDEX game_tournament ON game (tournament_id, round, board);
CREATE INDEX game_white ON game (white_id);
CREATE INDEX game_black ON game (black_id);
CREATE INDEX game_played ON game (played_at, id);
CREATE TABLE rating_history (
  player_id INTEGER NOT NULL REFERENCES player (id), listed_on DATE NOT NULL, rating INTEGER NOT NULL, games INTEGER NOT NULL,
  PRIMARY KEY (player_id, listed_on));
CREATE TABLE appeal (
  id {{serial}}, tournament_id INTEGER NOT NULL REFERENCES tournament (id), player_id INTEGER NOT NULL REFERENCES player (id),
  state VARCHAR(10) NOT NULL, message TEXT NOT NULL, filed_at {{timestamp}} NOT NULL);
CREATE INDEX appeal_state_filed ON appeal (state, filed_at);
CREATE INDEX appeal_filed ON appeal (filed_at, id);
CREATE TABLE bulletin (
  id {{serial}}, title VARCHAR(80) NOT NULL, published_on DATE NOT NULL, body TEXT NOT NULL);
CREATE INDEX bulletin_published ON bulletin (published_on);
CREATE TABLE setting (
  name VARCHAR(40) NOT NULL PRIMARY KEY, value VARCHAR(80) NOT NULL);
