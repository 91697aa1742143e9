#include "io/request_log.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "io/config.hpp"

namespace caseload {
namespace {

// The log's file has no name: it is the one that is open and deleted.
std::int64_t bytes_in_nameless_files() {
  std::int64_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;  // the folder's own descriptor
    if (!std::filesystem::read_symlink(entry.path(), gone).string().ends_with(" (deleted)")) continue;
    struct stat status {};
    if (stat(entry.path().c_str(), &status) == 0) bytes += status.st_size;
  }
  return bytes;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(request_log)

BOOST_AUTO_TEST_CASE(the_file_begins_anew_at_the_size_that_is_configured) {
  io::limit_request_log(1);
  io::write_request_line("GET / 200");
  const std::int64_t others = bytes_in_nameless_files();
  io::limit_request_log(io::Config{}.request_log_max_bytes);
  io::write_request_line("GET / 200");
  io::write_request_line("GET / 200");
  BOOST_TEST(bytes_in_nameless_files() == others + 20);
  io::limit_request_log(25);
  io::write_request_line("GET / 200");
  BOOST_TEST(bytes_in_nameless_files() == others);
  io::limit_request_log(io::Config{}.request_log_max_bytes);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
