#include "core/csv.hpp"

#include <boost/test/unit_test.hpp>

namespace caseload {
namespace {

std::string cell(std::string_view text) {
  std::string to;
  Csv(to).text(text);
  return to;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(records_have_commas_between_cells_and_end_in_crlf) {
  std::string to;
  Csv csv(to);
  csv.text("id").text("title").end_record();
  csv.number("1").text("Émile 📚").end_record();
  csv.number("").text("").end_record();
  BOOST_TEST(to == "id,title\r\n1,Émile 📚\r\n,\r\n");
}

BOOST_AUTO_TEST_CASE(what_would_end_a_cell_is_quoted) {
  BOOST_TEST(cell("a, b") == "\"a, b\"");
  BOOST_TEST(cell("a \"b\"") == "\"a \"\"b\"\"\"");
  BOOST_TEST(cell("a\nb") == "\"a\nb\"");
  BOOST_TEST(cell("a\r\nb") == "\"a\r\nb\"");
  BOOST_TEST(cell("a b; c'd") == "a b; c'd");
}

BOOST_AUTO_TEST_CASE(a_text_that_a_spreadsheet_would_run_gets_an_apostrophe) {
  BOOST_TEST(cell("=1+1") == "'=1+1");
  BOOST_TEST(cell("+1") == "'+1");
  BOOST_TEST(cell("-1") == "'-1");
  BOOST_TEST(cell("@SUM(A1)") == "'@SUM(A1)");
  BOOST_TEST(cell("\t=1") == "'\t=1");
  BOOST_TEST(cell("\r=1") == "\"'\r=1\"");
  BOOST_TEST(cell("=HYPERLINK(\"x\",\"y\")") == "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
  BOOST_TEST(cell("a=1") == "a=1");
}

BOOST_AUTO_TEST_CASE(a_negative_number_stays_a_number) {
  std::string to;
  Csv(to).number("-12.50");
  BOOST_TEST(to == "-12.50");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
