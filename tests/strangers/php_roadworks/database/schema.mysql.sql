CREATE TABLE district (
  id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(60) NOT NULL, parent_id INT NULL,
  FOREIGN KEY (parent_id) REFERENCES district (id)) ENGINE=InnoDB;
CREATE TABLE street (
  id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) NOT NULL, district_id INT NOT NULL, length_m INT NOT NULL,
  KEY street_name (name), FOREIGN KEY (district_id) REFERENCES district (id)) ENGINE=InnoDB;
CREATE TABLE insurer (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) NOT NULL) ENGINE=InnoDB;
CREATE TABLE contractor (
  id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) NOT NULL, phone VARCHAR(30) NOT NULL, insurer_id INT NOT NULL,
  KEY contractor_name (name), FOREIGN KEY (insurer_id) REFERENCES insurer (id)) ENGINE=InnoDB;
CREATE TABLE certificate (
  id INT AUTO_INCREMENT PRIMARY KEY, contractor_id INT NOT NULL, title VARCHAR(60) NOT NULL, valid_until DATE NOT NULL,
  FOREIGN KEY (contractor_id) REFERENCES contractor (id)) ENGINE=InnoDB;
CREATE TABLE department (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(60) NOT NULL) ENGINE=InnoDB;
CREATE TABLE engineer (
  id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) NOT NULL, department_id INT NOT NULL,
  FOREIGN KEY (department_id) REFERENCES department (id)) ENGINE=InnoDB;
CREATE TABLE work (
  id INT AUTO_INCREMENT PRIMARY KEY, permit_no VARCHAR(12) NOT NULL, client_order VARCHAR(20) NOT NULL, title VARCHAR(120) NOT NULL,
  status ENUM('requested', 'approved', 'active', 'finished', 'cancelled') NOT NULL, street_id INT NOT NULL, contractor_id INT NOT NULL,
  engineer_id INT NOT NULL, starts_on DATE NOT NULL, ends_on DATE NOT NULL, budget INT NOT NULL,
  UNIQUE KEY work_permit_no (permit_no), KEY work_status_starts_on (status, starts_on), KEY work_starts_on (starts_on),
  FOREIGN KEY (street_id) REFERENCES street (id), FOREIGN KEY (contractor_id) REFERENCES contractor (id),
  FOREIGN KEY (engineer_id) REFERENCES engineer (id)) ENGINE=InnoDB;
CREATE TABLE closure (
  id INT AUTO_INCREMENT PRIMARY KEY, work_id INT NOT NULL, kind ENUM('lane', 'full', 'footpath', 'parking') NOT NULL, lanes TINYINT NOT NULL,
  from_at DATETIME NOT NULL, until_at DATETIME NOT NULL,
  KEY closure_from_at (from_at), KEY closure_kind_from_at (kind, from_at), FOREIGN KEY (work_id) REFERENCES work (id)) ENGINE=InnoDB;
CREATE TABLE sign (id INT AUTO_INCREMENT PRIMARY KEY, code VARCHAR(10) NOT NULL, name VARCHAR(60) NOT NULL) ENGINE=InnoDB;
CREATE TABLE closure_sign (
  closure_id INT NOT NULL, sign_id INT NOT NULL, PRIMARY KEY (closure_id, sign_id),
  FOREIGN KEY (closure_id) REFERENCES closure (id), FOREIGN KEY (sign_id) REFERENCES sign (id)) ENGINE=InnoDB;
CREATE TABLE rate (
  kind ENUM('lane', 'full', 'footpath', 'parking') PRIMARY KEY, cents_per_day INT NOT NULL, minimum_cents INT NOT NULL) ENGINE=InnoDB;
CREATE TABLE inspection (
  id INT AUTO_INCREMENT PRIMARY KEY, work_id INT NOT NULL, engineer_id INT NOT NULL, inspected_at DATETIME NOT NULL,
  result ENUM('passed', 'remarks', 'failed') NOT NULL, remarks VARCHAR(200) NOT NULL,
  FOREIGN KEY (work_id) REFERENCES work (id), FOREIGN KEY (engineer_id) REFERENCES engineer (id)) ENGINE=InnoDB;
CREATE TABLE complaint (
  id INT AUTO_INCREMENT PRIMARY KEY, street_id INT NOT NULL, state ENUM('open', 'closed') NOT NULL, sender VARCHAR(80) NOT NULL,
  message VARCHAR(300) NOT NULL, received_at DATETIME NOT NULL,
  KEY complaint_received_at (received_at), KEY complaint_street_received (street_id, received_at), KEY complaint_street_state (street_id, state),
  FOREIGN KEY (street_id) REFERENCES street (id)) ENGINE=InnoDB;
CREATE TABLE document (
  id INT AUTO_INCREMENT PRIMARY KEY, work_id INT NOT NULL, title VARCHAR(120) NOT NULL, pages INT NOT NULL, body MEDIUMTEXT NOT NULL,
  FOREIGN KEY (work_id) REFERENCES work (id)) ENGINE=InnoDB;
CREATE TABLE invoice (
  id INT AUTO_INCREMENT PRIMARY KEY, number VARCHAR(12) NOT NULL, work_id INT NOT NULL, state ENUM('unpaid', 'paid') NOT NULL, due_on DATE NOT NULL,
  amount INT NOT NULL,
  UNIQUE KEY invoice_number (number), KEY invoice_state_due_on (state, due_on), FOREIGN KEY (work_id) REFERENCES work (id)) ENGINE=InnoDB;
CREATE TABLE subscriber (
  id INT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(120) NOT NULL, name VARCHAR(80) NOT NULL, UNIQUE KEY subscriber_email (email)) ENGINE=InnoDB;
CREATE TABLE watch (
  subscriber_id INT NOT NULL, work_id INT NOT NULL, PRIMARY KEY (subscriber_id, work_id),
  FOREIGN KEY (subscriber_id) REFERENCES subscriber (id), FOREIGN KEY (work_id) REFERENCES work (id)) ENGINE=InnoDB;
CREATE TABLE traffic_count (
  counter_id INT NOT NULL, counted_at DATETIME NOT NULL, cars INT NOT NULL, trucks INT NOT NULL, PRIMARY KEY (counter_id, counted_at)) ENGINE=InnoDB;
CREATE TABLE month_summary (
  month DATE NOT NULL, district_id INT NOT NULL, works INT NOT NULL, budget BIGINT NOT NULL, PRIMARY KEY (month, district_id),
  FOREIGN KEY (district_id) REFERENCES district (id)) ENGINE=InnoDB;
CREATE TABLE setting (name VARCHAR(40) PRIMARY KEY, value VARCHAR(200) NOT NULL) ENGINE=InnoDB;
