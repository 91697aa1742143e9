// The dataset x1, seeded twice from sql/ into databases of the tests' own on the server of the running stack,
// both by the same client as everywhere. Made once for the program by its global fixture, dropped at the end.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "io/database/driver.hpp"

namespace caseload::test {

// Of one table: independent of the order in which rows lie or come.
struct Checksum {
  std::int64_t rows = 0;
  std::string sum;
  bool operator==(const Checksum&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Checksum& checksum);

class SeededShop {
 public:
  static SeededShop& first();   // caseload_seeding_a_x1
  static SeededShop& second();  // caseload_seeding_b_x1

  // By the server's administrator, the user who runs the stack, in a database of that name.
  explicit SeededShop(const std::string& name);

  std::vector<std::vector<std::string>> rows(std::string_view sql);  // NULL as ""
  std::string value(std::string_view sql);                           // the first column of the first row
  std::int64_t number(std::string_view sql);
  std::vector<std::string> tables();            // those that the seed fills
  std::map<std::string, Checksum> checksums();  // over all columns of each
  io::DriverConnection& connection() { return connection_; }

 private:
  std::string name_;
  io::DriverConnection connection_;
};

}  // namespace caseload::test
