#include "tests/support/private_mariadb.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload::test {
namespace {

// A publisher with one book that was sold once: the minimum for a report.
constexpr const char* small_shop =
    "INSERT INTO country (id, code, name) VALUES (1, 'XX', 'Utopia');"
    "INSERT INTO publisher (id, name, country_id) VALUES (1, 'One Book Press', 1);"
    "INSERT INTO author (id, name, country_id, born) VALUES (1, 'A. Thor', 1, 1970);"
    "INSERT INTO book (id, title, author_id, publisher_id, year, price) VALUES (1, 'The Book', 1, 1, 2020, "
    "9.90);"
    "INSERT INTO customer (id, name, email, country_id) VALUES (1, 'R. Eader', 'r@example.org', 1);"
    "INSERT INTO customer_order (id, customer_id, placed_at, status) VALUES (1, 1, '2025-11-11 11:11:11', "
    "'paid');"
    "INSERT INTO order_item (order_id, book_id, quantity, price) VALUES (1, 1, 3, 9.90);";

void run(const std::string& command, const std::string& log) {
  ChildProcess process({"/bin/sh", "-c", command}, log);
  if (process.wait() != 0) throw std::runtime_error("failed: " + command + "; see " + log);
}

std::string configuration(const std::string& folder, const std::string& socket, int port,
                          const std::string& options) {
  return "[mariadbd]\ndatadir = " + folder + "/data\nsocket = " + socket + "\npid_file = " + folder +
         "/pid\ntmpdir = " + folder + "\nbind_address = 127.0.0.1\nport = " + std::to_string(port) +
         "\nskip_name_resolve\n" + (options.empty() ? "skip_log_bin\n" : options) +
         (is_root() ? "user = root\n" : "") +
         "lc_messages_dir = /usr/share/mysql\nperformance_schema = OFF\ndefault_time_zone = +00:00\n"
         "innodb_flush_log_at_trx_commit = 2\ninnodb_log_file_size = 16M\ninnodb_buffer_pool_size = 64M\n"
         "innodb_buffer_pool_dump_at_shutdown = OFF\ninnodb_buffer_pool_load_at_startup = OFF\n"
         "max_statement_time = 30\n";
}

}  // namespace

PrivateMariadb::PrivateMariadb(std::string folder, std::string options)
    : folder_(std::move(folder)), port_(free_port()) {
  std::filesystem::create_directories(folder_);
  std::ofstream(folder_ + "/my.cnf") << configuration(folder_, socket(), port_, options);
  initialise();
  start();
  run("{ echo 'CREATE DATABASE caseload_x1 CHARACTER SET latin1; USE caseload_x1;'; "
      "cat sql/schema.sql; echo \"" +
          std::string(small_shop) +
          "\"; cat sql/jobs.sql; sed -n '/^CREATE TABLE/,/;$/p' fcgi-app/cases/*/schema.sql; } | mariadb "
          "--no-defaults --user=root --default-character-set=utf8mb4 "
          "--socket=" +
          socket(),
      folder_ + "/schema.log");
}

io::DatabaseSettings PrivateMariadb::settings() const {
  io::DatabaseSettings settings;
  settings.socket = socket();
  settings.user = "root";
  return settings;
}

void PrivateMariadb::initialise() const {
  run("mariadb-install-db --defaults-file=" + folder_ +
          "/my.cnf --auth-root-authentication-method=normal --skip-test-db --force "
          "--innodb-flush-log-at-trx-commit=0",
      folder_ + "/install.log");
}

void PrivateMariadb::start() {
  const std::string log = folder_ + "/mariadb.log";
  process_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{"mariadbd", "--defaults-file=" + folder_ + "/my.cnf"}, log);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!connect_unix(socket())) {
    if (!process_->is_running() || std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("mariadbd did not start; see " + log);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

void PrivateMariadb::kill_and_restart(int signal) {
  process_->signal(signal);
  process_->wait();
  std::filesystem::remove(socket());
  start();
}

PrivateMariadb::Stopped::Stopped(PrivateMariadb& server) : process_(*server.process_) {
  process_.stop_running();
}

PrivateMariadb::Stopped::~Stopped() {
  process_.signal(SIGCONT);
}

PrivateMariadb& private_mariadb() {
  static const tests::TemporaryFolder folder;
  static PrivateMariadb server(folder.path() + "/mariadb");
  return server;
}

}  // namespace caseload::test
