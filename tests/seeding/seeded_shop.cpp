#include "tests/seeding/seeded_shop.hpp"

#include <pwd.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <memory>
#include <ostream>
#include <sstream>
#include <stdexcept>

#include "tests/support/child_process.hpp"
#include "tests/support/stack.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload::test {

namespace {

constexpr const char* first_name = "caseload_seeding_a_x1";
constexpr const char* second_name = "caseload_seeding_b_x1";

std::string administrator() {
  const passwd* user = getpwuid(getuid());
  if (user == nullptr) throw std::runtime_error("this user has no name");
  return user->pw_name;
}

io::DriverTarget target(const std::string& database) {
  return {.socket = database_settings().socket,
          .host = {},
          .port = 0,
          .user = administrator(),
          .password = {},
          .schema = database};
}

std::string contents(const std::string& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// One client per database, both at once.
class Seeding {
 public:
  explicit Seeding(const std::string& database)
      : log_(folder_.path() + "/seeding.log"),
        client_({"mariadb", "--no-defaults", "--socket=" + database_settings().socket,
                 "--user=" + administrator(), "--default-character-set=utf8mb4", "--database=" + database,
                 "--execute=SET @factor = 1;\nsource sql/schema.sql\nsource sql/seed.sql"},
                log_) {}

  void finish() {
    if (client_.wait() != 0) throw std::runtime_error("the seeding failed: " + contents(log_));
  }

 private:
  tests::TemporaryFolder folder_;
  std::string log_;
  ChildProcess client_;
};

std::unique_ptr<SeededShop> first_shop;
std::unique_ptr<SeededShop> second_shop;

struct BothShops {
  static void setup() {
    io::start_driver_library();
    io::DriverConnection server(target("mysql"));
    for (const std::string name : {first_name, second_name}) {
      server.execute("DROP DATABASE IF EXISTS " + name);
      // Not the tables' own character set, so that one which forgets to name it is found out.
      server.execute("CREATE DATABASE " + name + " CHARACTER SET latin1");
    }
    Seeding a(first_name);
    Seeding b(second_name);
    a.finish();
    b.finish();
    first_shop = std::make_unique<SeededShop>(first_name);
    second_shop = std::make_unique<SeededShop>(second_name);
  }

  static void teardown() {
    first_shop.reset();
    second_shop.reset();
    io::DriverConnection server(target("mysql"));
    for (const std::string name : {first_name, second_name})
      server.execute("DROP DATABASE IF EXISTS " + name);
  }
};
BOOST_TEST_GLOBAL_FIXTURE(BothShops);

}  // namespace

std::ostream& operator<<(std::ostream& out, const Checksum& checksum) {
  return out << checksum.rows << ' ' << checksum.sum;
}

SeededShop& SeededShop::first() {
  return *first_shop;
}
SeededShop& SeededShop::second() {
  return *second_shop;
}

SeededShop::SeededShop(const std::string& name) : name_(name), connection_(target(name)) {}

std::vector<std::vector<std::string>> SeededShop::rows(std::string_view sql) {
  io::DriverResult result = connection_.query(sql);
  std::vector<std::vector<std::string>> all;
  while (result.next()) {
    std::vector<std::string>& row = all.emplace_back();
    for (std::size_t column = 0; column < result.column_count(); ++column) row.push_back(result.text(column));
  }
  return all;
}

std::string SeededShop::value(std::string_view sql) {
  const auto all = rows(sql);
  if (all.empty()) throw std::runtime_error("no row: " + std::string(sql));
  return all.front().front();
}

std::int64_t SeededShop::number(std::string_view sql) {
  return std::stoll(value(sql));
}

std::vector<std::string> SeededShop::tables() {
  std::vector<std::string> names;
  for (const auto& row :
       rows("SELECT table_name FROM information_schema.tables WHERE table_schema = '" + name_ +
            "' AND table_name NOT LIKE 'scratch%' AND table_name <> 'dataset' ORDER BY table_name"))
    names.push_back(row[0]);
  return names;
}

std::map<std::string, Checksum> SeededShop::checksums() {
  std::map<std::string, Checksum> all;
  for (const std::string& table : tables()) {
    std::ostringstream columns;
    for (const auto& row : rows("SELECT column_name FROM information_schema.columns WHERE table_schema = '" +
                                name_ + "' AND table_name = '" + table + "' ORDER BY ordinal_position"))
      columns << ", COALESCE(" << row[0] << ", 'NULL')";
    // The sum of 60 bits of each row's MD5: exact, and the same in any order.
    const auto row = rows("SELECT COUNT(*), SUM(CAST(CONV(LEFT(MD5(CONCAT_WS('|'" + columns.str() +
                          ")), 15), 16, 10) AS UNSIGNED)) FROM " + table)
                         .front();
    all[table] = {std::stoll(row[0]), row[1]};
  }
  return all;
}

}  // namespace caseload::test
