CREATE TABLE district (id INTEGER PRIMARY KEY, code VARCHAR(4) NOT NULL, name VARCHAR(60) NOT NULL);
CREATE TABLE station (
  id INTEGER PRIMARY KEY, code VARCHAR(6) NOT NULL, name VARCHAR(60) NOT NULL, district_id INTEGER NOT NULL REFERENCES district (id));
CREATE TABLE vehicle_type (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL);
CREATE TABLE vehicle (
  id INTEGER PRIMARY KEY, call_sign VARCHAR(20) NOT NULL UNIQUE, plate VARCHAR(12) NOT NULL, type_id INTEGER NOT NULL REFERENCES vehicle_type (id),
  station_id INTEGER NOT NULL REFERENCES station (id));
CREATE INDEX vehicle_station ON vehicle (station_id);
CREATE TABLE qualification (id INTEGER PRIMARY KEY, code VARCHAR(8) NOT NULL, name VARCHAR(60) NOT NULL);
CREATE TABLE firefighter (
  id INTEGER PRIMARY KEY, service_no VARCHAR(10) {{plain}} NOT NULL UNIQUE, name VARCHAR(80) NOT NULL, email VARCHAR(80) NOT NULL,
  grade VARCHAR(20) NOT NULL, joined_on DATE NOT NULL, station_id INTEGER NOT NULL REFERENCES station (id));
CREATE INDEX firefighter_name ON firefighter (name, id);
CREATE INDEX firefighter_station ON firefighter (station_id);
CREATE TABLE certificate (
  id INTEGER PRIMARY KEY, firefighter_id INTEGER NOT NULL REFERENCES firefighter (id),
  qualification_id INTEGER NOT NULL REFERENCES qualification (id), valid_until DATE NOT NULL);
CREATE INDEX certificate_firefighter ON certificate (firefighter_id);
CREATE INDEX certificate_valid ON certificate (valid_until, id);
CREATE TABLE key_holder (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL, phone VARCHAR(20) NOT NULL);
CREATE TABLE premises (
  id INTEGER PRIMARY KEY, number VARCHAR(10) NOT NULL UNIQUE, name VARCHAR(80) NOT NULL, street VARCHAR(80) NOT NULL, key_safe VARCHAR(10) NOT NULL,
  risk CHAR(1) NOT NULL, district_id INTEGER NOT NULL REFERENCES district (id), key_holder_id INTEGER NOT NULL REFERENCES key_holder (id));
CREATE INDEX premises_risk ON premises (risk);
CREATE INDEX premises_key_holder ON premises (key_holder_id);
CREATE TABLE inspection (
  id INTEGER PRIMARY KEY, premises_id INTEGER NOT NULL REFERENCES premises (id), inspector_id INTEGER NOT NULL REFERENCES firefighter (id),
  due_on DATE NOT NULL, result VARCHAR(20) NOT NULL);
CREATE INDEX inspection_due ON inspection (due_on, id);
CREATE INDEX inspection_premises ON inspection (premises_id, due_on);
CREATE TABLE hydrant (
  id INTEGER PRIMARY KEY, number VARCHAR(10) NOT NULL UNIQUE, location VARCHAR(200) NOT NULL, flow INTEGER NOT NULL, checks INTEGER NOT NULL,
  version INTEGER NOT NULL, district_id INTEGER NOT NULL REFERENCES district (id));
{{search}};
CREATE INDEX hydrant_district ON hydrant (district_id);
CREATE TABLE hydrant_check (
  id INTEGER PRIMARY KEY, hydrant_id INTEGER NOT NULL REFERENCES hydrant (id), station_id INTEGER NOT NULL REFERENCES station (id),
  checked_at {{timestamp}} NOT NULL, flow INTEGER NOT NULL, passed BOOLEAN NOT NULL);
CREATE INDEX hydrant_check_checked ON hydrant_check (checked_at, id);
CREATE INDEX hydrant_check_hydrant ON hydrant_check (hydrant_id);
CREATE TABLE incident (
  id INTEGER PRIMARY KEY, number VARCHAR(10) NOT NULL UNIQUE, kind VARCHAR(20) NOT NULL, priority INTEGER NOT NULL, address VARCHAR(80) NOT NULL,
  state VARCHAR(10) NOT NULL, called_at {{timestamp}} NOT NULL, closed_at {{timestamp}}, version INTEGER NOT NULL,
  district_id INTEGER NOT NULL REFERENCES district (id), station_id INTEGER NOT NULL REFERENCES station (id));
CREATE INDEX incident_called ON incident (called_at, id);
CREATE INDEX incident_state_called ON incident (state, called_at, id);
CREATE INDEX incident_station_called ON incident (station_id, called_at, id);
CREATE TABLE deployment (
  id INTEGER PRIMARY KEY, incident_id INTEGER NOT NULL REFERENCES incident (id), vehicle_id INTEGER NOT NULL REFERENCES vehicle (id),
  leader_id INTEGER NOT NULL REFERENCES firefighter (id), alerted_at {{timestamp}} NOT NULL, back_at {{timestamp}}, km INTEGER NOT NULL);
CREATE INDEX deployment_incident ON deployment (incident_id);
CREATE INDEX deployment_vehicle ON deployment (vehicle_id);
CREATE INDEX deployment_leader_alerted ON deployment (leader_id, alerted_at, id);
CREATE TABLE deployment_crew (
  deployment_id INTEGER NOT NULL REFERENCES deployment (id), firefighter_id INTEGER NOT NULL REFERENCES firefighter (id),
  PRIMARY KEY (deployment_id, firefighter_id));
CREATE INDEX deployment_crew_firefighter ON deployment_crew (firefighter_id);
CREATE TABLE alarm (
  id INTEGER PRIMARY KEY, premises_id INTEGER NOT NULL REFERENCES premises (id), sensor VARCHAR(20) NOT NULL, raised_at {{timestamp}} NOT NULL,
  confirmed BOOLEAN NOT NULL);
CREATE INDEX alarm_premises ON alarm (premises_id);
CREATE INDEX alarm_raised ON alarm (raised_at, id);
CREATE TABLE invoice (
  id INTEGER PRIMARY KEY, number VARCHAR(10) NOT NULL UNIQUE, recipient VARCHAR(80) NOT NULL, hours INTEGER NOT NULL, issued_on DATE NOT NULL);
CREATE INDEX invoice_issued ON invoice (issued_on, id);
CREATE TABLE incident_report (
  id INTEGER PRIMARY KEY, title VARCHAR(80) NOT NULL, author VARCHAR(80) NOT NULL, written_on DATE NOT NULL, body TEXT NOT NULL);
CREATE INDEX incident_report_written ON incident_report (written_on, id);
CREATE TABLE course (
  id INTEGER PRIMARY KEY, title VARCHAR(80) NOT NULL, place VARCHAR(60) NOT NULL, starts_on DATE NOT NULL,
  qualification_id INTEGER NOT NULL REFERENCES qualification (id));
CREATE INDEX course_starts ON course (starts_on, id);
CREATE TABLE booking (
  id INTEGER PRIMARY KEY, course_id INTEGER NOT NULL REFERENCES course (id), participant VARCHAR(80) NOT NULL, brigade VARCHAR(60) NOT NULL,
  state VARCHAR(10) NOT NULL);
CREATE INDEX booking_course ON booking (course_id);
CREATE TABLE setting (name VARCHAR(40) PRIMARY KEY, value VARCHAR(80) NOT NULL);
CREATE TABLE shift (id INTEGER PRIMARY KEY, firefighter_id INTEGER NOT NULL REFERENCES firefighter (id), worked_on DATE NOT NULL, kind VARCHAR(10) NOT NULL);
CREATE UNIQUE INDEX shift_firefighter_worked ON shift (firefighter_id, worked_on);
CREATE TABLE trip (
  id {{serial}}, vehicle_id INTEGER NOT NULL REFERENCES vehicle (id), driver VARCHAR(80) NOT NULL, purpose VARCHAR(80) NOT NULL, km INTEGER NOT NULL,
  started_at {{timestamp}} NOT NULL);
CREATE INDEX trip_vehicle ON trip (vehicle_id, started_at);
CREATE TABLE id_block (name VARCHAR(40) PRIMARY KEY, last_id INTEGER NOT NULL);
CREATE TABLE line_signal (id INTEGER PRIMARY KEY, line VARCHAR(20) NOT NULL, code VARCHAR(10) NOT NULL, received_at {{timestamp}} NOT NULL);
CREATE INDEX line_signal_received ON line_signal (received_at);
