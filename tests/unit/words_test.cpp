#include "core/words.hpp"

#include <boost/test/unit_test.hpp>

namespace caseload {

using Words = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(words)

BOOST_AUTO_TEST_CASE(words_are_split_at_spaces_and_punctuation) {
  BOOST_TEST(words_of("Good paper, poor glue.") == (Words{"good", "paper", "poor", "glue"}),
             boost::test_tools::per_element());
  BOOST_TEST(words_of("{{{one}}}\r\n\ttwo-three") == (Words{"one", "two", "three"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_word_has_letters_and_digits) {
  BOOST_TEST(words_of("AZaz09 10/10 @[`{:") == (Words{"azaz09", "10", "10"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(characters_outside_ascii_belong_to_words_and_keep_their_case) {
  BOOST_TEST(words_of("L'Œuvre d'un naïf: 👍!") == (Words{"l", "Œuvre", "d", "un", "naïf", "👍"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_text_may_have_no_words) {
  BOOST_TEST(words_of("").empty());
  BOOST_TEST(words_of(" ... ").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
