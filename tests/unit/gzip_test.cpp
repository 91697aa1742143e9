#include "io/text/gzip.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

namespace caseload {

BOOST_AUTO_TEST_SUITE(gzip)

BOOST_AUTO_TEST_CASE(a_text_comes_back_as_it_was) {
  std::string long_text;
  for (int i = 0; i < 100'000; ++i) long_text += std::to_string(i * 7919) + ", ";
  const std::string bytes("\0\xff\x80 \r\n", 6);
  for (const std::string& text : {std::string(), std::string("x"), bytes, long_text}) {
    BOOST_TEST((io::gunzip(io::gzip(text)) == text), text.size());
  }
  BOOST_TEST(2 * io::gzip(long_text).size() < long_text.size());
}

BOOST_AUTO_TEST_CASE(equal_texts_give_equal_bytes) {
  BOOST_TEST((io::gzip("a catalogue") == io::gzip("a catalogue")));
}

BOOST_AUTO_TEST_CASE(what_is_not_one_complete_file_is_refused) {
  const std::string file = io::gzip("a catalogue of products");
  BOOST_CHECK_THROW(io::gunzip(""), std::runtime_error);
  BOOST_CHECK_THROW(io::gunzip("plain text"), std::runtime_error);
  BOOST_CHECK_THROW(io::gunzip(file.substr(0, file.size() - 1)), std::runtime_error);
  BOOST_CHECK_THROW(io::gunzip(file + "x"), std::runtime_error);
  std::string damaged = file;
  damaged[file.size() - 5] = static_cast<char>(damaged[file.size() - 5] + 1);  // its checksum
  BOOST_CHECK_THROW(io::gunzip(damaged), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(more_than_the_limit_is_refused) {
  const std::string file = io::gzip(std::string(1'000, 'x'));
  BOOST_TEST(io::gunzip(file, 1'000).size() == 1'000U);
  BOOST_CHECK_THROW(io::gunzip(file, 999), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
