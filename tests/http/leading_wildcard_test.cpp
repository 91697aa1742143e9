// A search for a word finds the same titles by pattern and by full-text index, whatever is around the word.
#include <boost/test/unit_test.hpp>

#include "app/case_pages/run_variants.hpp"
#include "core/catalogue.hpp"
#include "core/errors.hpp"
#include "tests/support/stack_owners.hpp"

namespace caseload {
namespace {

struct Fixture : test::StackOwners {
  const Case& the_case = *find_case("leading-wildcard");

  std::int64_t found(const std::string& word) {
    Request request;
    request.id = std::string(32, '0');
    request.path = request.target = "/cases/leading-wildcard/";
    request.knobs = Knobs::parse(the_case.knobs, {{"word", word}});
    BOOST_TEST(run_variants(owners, request, the_case, false).equal.value(), word);
    return data_of(owners, request, the_case, the_case.variants.front())["found"].integer_or(-1);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(leading_wildcard, Fixture)

BOOST_AUTO_TEST_CASE(both_variants_find_the_same_titles_for_any_word) {
  // Stop words of InnoDB; words with accents, and beside quotes, apostrophes, tags, dashes and braces.
  for (const char* word :
       {"The",    "How",    "from", "Anna",       "Tom",   "Great", "Day",  "Bold",       "Moves", "Minus",
        "Quoted", "script", "Semi", "apostrophe", "title", "Café",  "Łódź", "Größenwahn", "Nội",   "İzmir"})
    BOOST_TEST(found(word) > 0, word);
  // Parts of words, words in other capitals, and words beside a low line or a letter that is not ASCII.
  for (const char* word : {"lock", "clock", "CLOCK", "makers", "Sure", "Cafe", "Line", "Separator"})
    found(word);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
