// The inputs that `make fuzz` kept, and those that once broke a parser, go through each parser again.
#include <algorithm>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <set>

#include "io/text/read_file.hpp"
#include "tests/fuzz/parsers.hpp"

namespace caseload::fuzz {

std::ostream& operator<<(std::ostream& out, const Parser& parser) {
  return out << parser.name;
}

namespace {

const std::filesystem::path corpus = "tests/fuzz/corpus";

}  // namespace

BOOST_AUTO_TEST_SUITE(corpus_of_the_fuzzer)

BOOST_DATA_TEST_CASE(every_kept_input_is_harmless, boost::unit_test::data::make(parsers()), parser) {
  std::size_t inputs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(corpus / parser.name)) {
    const auto bytes = io::read_file(entry.path());
    BOOST_TEST_REQUIRE(bytes.has_value());
    BOOST_TEST_CONTEXT(entry.path()) BOOST_CHECK_NO_THROW(parser.parse(*bytes));
    ++inputs;
  }
  BOOST_TEST(inputs > 0u);
  BOOST_CHECK_NO_THROW(parser.parse(""));
}

BOOST_AUTO_TEST_CASE(every_folder_of_inputs_has_its_parser) {
  std::set<std::string> names;
  for (const Parser& parser : parsers()) names.emplace(parser.name);
  for (const auto& entry : std::filesystem::directory_iterator(corpus))
    BOOST_TEST(names.contains(entry.path().filename().string()), entry.path());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::fuzz
