#include "io/log/log.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>
#include <vector>

#include "core/errors.hpp"
#include "io/json/json.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload::io {
namespace {

struct LogFixture {
  ~LogFixture() { start_log("", "info"); }
  tests::TemporaryFolder folder;
  std::string file = folder.path() + "/app.log";
};

std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string digits_as_0(std::string_view text) {
  std::string shape(text);
  for (char& character : shape)
    if (character >= '0' && character <= '9') character = '0';
  return shape;
}

std::vector<Value> lines_of(const std::string& file) {
  std::istringstream in(text_of(file));
  std::vector<Value> lines;
  for (std::string line; std::getline(in, line);) {
    auto value = from_json(line);
    BOOST_REQUIRE_MESSAGE(value.has_value(), line);
    lines.push_back(std::move(*value));
  }
  return lines;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(logging, LogFixture)

BOOST_AUTO_TEST_CASE(a_line_is_one_object_with_time_level_message_and_fields) {
  start_log(file, "info");
  const auto bytes = log(LogLevel::warning, "two\nlines %s {}", {{"request_id", "ab12"}, {"n", 3}});
  BOOST_TEST(bytes == static_cast<std::int64_t>(std::filesystem::file_size(file)));
  const auto lines = lines_of(file);
  BOOST_REQUIRE(lines.size() == 1);
  BOOST_TEST(digits_as_0(lines[0]["time"].text_or("")) == "0000-00-00T00:00:00.000Z");  // RFC 3339
  BOOST_TEST(lines[0]["level"].text_or("") == "warning");
  BOOST_TEST(lines[0]["message"].text_or("") == "two\nlines %s {}");
  BOOST_TEST(lines[0]["request_id"].text_or("") == "ab12");
  BOOST_TEST(lines[0]["n"].integer_or(0) == 3);
}

BOOST_AUTO_TEST_CASE(lines_below_the_level_are_not_written) {
  const std::vector<std::string> names = {"debug", "info", "warning", "error"};
  for (std::size_t lowest = 0; lowest < names.size(); ++lowest) {
    const std::string of_this_level = folder.path() + "/" + names[lowest];
    start_log(of_this_level, names[lowest]);
    for (std::size_t level = 0; level < names.size(); ++level)
      BOOST_TEST((log(static_cast<LogLevel>(level), "a line") > 0) == (level >= lowest),
                 names[level] << " at " << names[lowest]);
    std::vector<std::string> written;
    for (const Value& line : lines_of(of_this_level)) written.emplace_back(line["level"].text_or(""));
    BOOST_TEST((written == std::vector(names.begin() + static_cast<std::ptrdiff_t>(lowest), names.end())),
               names[lowest]);
  }
}

BOOST_AUTO_TEST_CASE(a_moved_file_is_left_when_the_log_is_opened_again) {
  start_log(file, "info");
  log(LogLevel::info, "first");
  std::filesystem::rename(file, file + ".1");
  log(LogLevel::info, "second");
  reopen_log();
  log(LogLevel::info, "third");
  BOOST_TEST(lines_of(file + ".1").size() == 2);
  BOOST_REQUIRE(lines_of(file).size() == 1);
  BOOST_TEST(lines_of(file)[0]["message"].text_or("") == "third");
}

BOOST_AUTO_TEST_CASE(a_truncated_file_is_written_from_its_beginning) {
  start_log(file, "info");
  log(LogLevel::info, "first");
  std::filesystem::resize_file(file, 0);
  log(LogLevel::info, "second");
  BOOST_TEST(lines_of(file).size() == 1);
}

BOOST_AUTO_TEST_CASE(a_log_that_cannot_be_opened_again_stays_as_it_was) {
  const std::string inside = folder.path() + "/gone/app.log";
  std::filesystem::create_directory(folder.path() + "/gone");
  start_log(inside, "info");
  std::filesystem::rename(folder.path() + "/gone", folder.path() + "/moved");
  folder.write("gone", "a file in the folder's place");
  reopen_log();
  const auto lines = lines_of(folder.path() + "/moved/app.log");
  BOOST_REQUIRE(lines.size() == 1);
  BOOST_TEST(lines[0]["level"].text_or("") == "error");
}

BOOST_AUTO_TEST_CASE(lines_of_many_threads_do_not_mix) {
  start_log(file, "info");
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int line = 0; line < 200; ++line) {
        log(LogLevel::info, std::string(500, 'x'));
        if (line % 50 == 0) reopen_log();
      }
    });
  }
  threads.clear();
  BOOST_TEST(lines_of(file).size() == 800);
}

BOOST_AUTO_TEST_CASE(a_bad_level_or_file_stops_the_start) {
  BOOST_CHECK_THROW(start_log("", "verbose"), ConfigError);
  BOOST_CHECK_THROW(start_log(folder.path(), "info"), ConfigError);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
