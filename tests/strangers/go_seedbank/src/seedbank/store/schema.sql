CREATE TABLE setting (name VARCHAR(40) PRIMARY KEY, value VARCHAR(200) NOT NULL);
CREATE TABLE country (id {{.Serial}} PRIMARY KEY, name VARCHAR(60) NOT NULL);
CREATE TABLE institute (id {{.Serial}} PRIMARY KEY, name VARCHAR(120) NOT NULL, country_id INTEGER NOT NULL,
  FOREIGN KEY (country_id) REFERENCES country (id));
CREATE INDEX institute_name ON institute (name);
CREATE TABLE family (id {{.Serial}} PRIMARY KEY, name VARCHAR(60) NOT NULL);
CREATE TABLE genus (id {{.Serial}} PRIMARY KEY, name VARCHAR(60) NOT NULL, family_id INTEGER NOT NULL,
  FOREIGN KEY (family_id) REFERENCES family (id));
CREATE TABLE taxon (id {{.Serial}} PRIMARY KEY, epithet VARCHAR(60) NOT NULL, common_name VARCHAR(80) NOT NULL, genus_id INTEGER NOT NULL,
  FOREIGN KEY (genus_id) REFERENCES genus (id));
CREATE TABLE site (id {{.Serial}} PRIMARY KEY, locality VARCHAR(200) NOT NULL, country_id INTEGER NOT NULL, elevation_m INTEGER NOT NULL,
  FOREIGN KEY (country_id) REFERENCES country (id));
{{.SearchIndex}};
CREATE TABLE accession (id {{.Serial}} PRIMARY KEY, number VARCHAR(12) {{.Plain}} NOT NULL, donor_number VARCHAR(20) NOT NULL, taxon_id INTEGER NOT NULL,
  site_id INTEGER NOT NULL, institute_id INTEGER NOT NULL, status VARCHAR(12) NOT NULL, received_on DATE NOT NULL, remarks VARCHAR(200) NOT NULL,
  FOREIGN KEY (taxon_id) REFERENCES taxon (id), FOREIGN KEY (site_id) REFERENCES site (id), FOREIGN KEY (institute_id) REFERENCES institute (id));
CREATE UNIQUE INDEX accession_number ON accession (number);
CREATE INDEX accession_received ON accession (received_on, id);
CREATE INDEX accession_taxon_received ON accession (taxon_id, received_on, id);
CREATE INDEX accession_status ON accession (status, received_on);
CREATE INDEX accession_site ON accession (site_id);
CREATE INDEX accession_institute ON accession (institute_id);
CREATE TABLE vault (id {{.Serial}} PRIMARY KEY, name VARCHAR(60) NOT NULL, celsius INTEGER NOT NULL);
CREATE TABLE lot (id {{.Serial}} PRIMARY KEY, barcode VARCHAR(13) NOT NULL, accession_id INTEGER NOT NULL, vault_id INTEGER NOT NULL,
  kind VARCHAR(10) NOT NULL, seeds INTEGER NOT NULL, grams INTEGER NOT NULL, stored_on DATE NOT NULL, test_due_on DATE NOT NULL,
  FOREIGN KEY (accession_id) REFERENCES accession (id), FOREIGN KEY (vault_id) REFERENCES vault (id));
CREATE UNIQUE INDEX lot_barcode ON lot (barcode);
CREATE INDEX lot_accession ON lot (accession_id);
CREATE INDEX lot_vault_due ON lot (vault_id, test_due_on, id);
CREATE TABLE lab (id {{.Serial}} PRIMARY KEY, name VARCHAR(60) NOT NULL);
CREATE TABLE technician (id {{.Serial}} PRIMARY KEY, name VARCHAR(80) NOT NULL, lab_id INTEGER NOT NULL, FOREIGN KEY (lab_id) REFERENCES lab (id));
CREATE TABLE protocol (id {{.Serial}} PRIMARY KEY, code VARCHAR(12) NOT NULL, celsius INTEGER NOT NULL, days INTEGER NOT NULL);
CREATE TABLE germination_test (id {{.Serial}} PRIMARY KEY, lot_id INTEGER NOT NULL, technician_id INTEGER NOT NULL, protocol_id INTEGER NOT NULL,
  started_at {{.Datetime}} NOT NULL, sown INTEGER NOT NULL, germinated INTEGER NOT NULL,
  FOREIGN KEY (lot_id) REFERENCES lot (id), FOREIGN KEY (technician_id) REFERENCES technician (id), FOREIGN KEY (protocol_id) REFERENCES protocol (id));
CREATE INDEX test_lot ON germination_test (lot_id);
CREATE INDEX test_technician ON germination_test (technician_id);
CREATE TABLE requester (id {{.Serial}} PRIMARY KEY, email VARCHAR(120) NOT NULL, name VARCHAR(80) NOT NULL, institute_id INTEGER NOT NULL,
  FOREIGN KEY (institute_id) REFERENCES institute (id));
CREATE UNIQUE INDEX requester_email ON requester (email);
CREATE INDEX requester_name ON requester (name, id);
CREATE TABLE seed_request (id {{.Serial}} PRIMARY KEY, requester_id INTEGER NOT NULL, state VARCHAR(10) NOT NULL, purpose VARCHAR(120) NOT NULL,
  received_at {{.Datetime}} NOT NULL, FOREIGN KEY (requester_id) REFERENCES requester (id));
CREATE INDEX request_received ON seed_request (received_at, id);
CREATE INDEX request_state_received ON seed_request (state, received_at, id);
CREATE INDEX request_requester ON seed_request (requester_id);
CREATE TABLE request_item (request_id INTEGER NOT NULL, accession_id INTEGER NOT NULL, packets INTEGER NOT NULL,
  PRIMARY KEY (request_id, accession_id), FOREIGN KEY (request_id) REFERENCES seed_request (id), FOREIGN KEY (accession_id) REFERENCES accession (id));
CREATE TABLE dossier (id {{.Serial}} PRIMARY KEY, accession_id INTEGER NOT NULL, title VARCHAR(120) NOT NULL, author VARCHAR(80) NOT NULL,
  body TEXT NOT NULL, FOREIGN KEY (accession_id) REFERENCES accession (id));
CREATE INDEX dossier_accession ON dossier (accession_id);
CREATE TABLE movement (id {{.Serial}} PRIMARY KEY, lot_id INTEGER NOT NULL, technician_id INTEGER NOT NULL, to_vault_id INTEGER NOT NULL,
  moved_at {{.Datetime}} NOT NULL, reason VARCHAR(80) NOT NULL,
  FOREIGN KEY (lot_id) REFERENCES lot (id), FOREIGN KEY (technician_id) REFERENCES technician (id), FOREIGN KEY (to_vault_id) REFERENCES vault (id));
CREATE INDEX movement_technician ON movement (technician_id, moved_at, id);
CREATE INDEX movement_lot ON movement (lot_id);
CREATE TABLE collection (id {{.Serial}} PRIMARY KEY, name VARCHAR(80) NOT NULL);
CREATE TABLE collection_item (collection_id INTEGER NOT NULL, accession_id INTEGER NOT NULL, PRIMARY KEY (collection_id, accession_id),
  FOREIGN KEY (collection_id) REFERENCES collection (id), FOREIGN KEY (accession_id) REFERENCES accession (id));
CREATE TABLE reading (sensor_id INTEGER NOT NULL, read_at {{.Datetime}} NOT NULL, celsius INTEGER NOT NULL, humidity INTEGER NOT NULL,
  PRIMARY KEY (sensor_id, read_at));
CREATE TABLE month_summary (month_begin DATE PRIMARY KEY, tests INTEGER NOT NULL, sown INTEGER NOT NULL, germinated INTEGER NOT NULL);
