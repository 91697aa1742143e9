#include "io/log/request_log.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <set>

namespace caseload {
namespace {

namespace fs = std::filesystem;

// Those that are open and have no name, as a log's file has none.
std::set<fs::path> nameless_files() {
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
    std::error_code gone;  // the folder's own descriptor
    if (fs::read_symlink(entry.path(), gone).string().ends_with(" (deleted)")) files.insert(entry.path());
  }
  return files;
}

struct RequestLogFixture {
  const std::set<fs::path> before = nameless_files();
  io::RequestLog log{25};

  std::int64_t bytes_in_file() const {
    for (const fs::path& file : nameless_files()) {
      struct stat status {};
      if (!before.contains(file) && stat(file.c_str(), &status) == 0) return status.st_size;
    }
    return -1;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(request_log, RequestLogFixture)

BOOST_AUTO_TEST_CASE(the_file_begins_anew_at_the_size_that_is_configured) {
  for (const std::int64_t bytes : {10, 20, 0, 10}) {
    BOOST_TEST(log.write("GET / 200") == 10);
    BOOST_TEST(bytes_in_file() == bytes);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
