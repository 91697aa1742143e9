// A lesson that is not whole stops the build with file, line and reason.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>

#include "core/catalogue.hpp"
#include "core/errors.hpp"
#include "core/lesson.hpp"
#include "core/portfolio.hpp"
#include "io/text/lessons.hpp"

namespace caseload {
namespace {

const std::string whole =
    "---\n"
    "title: A problem\n"
    "category: request-processing\n"
    "level: advanced\n"
    "minutes: 7\n"
    "search: one word, another\n"
    "search: a third\n"
    "path: writing 4\n"
    "symptom: page: It is slow: always\n"
    "symptom: wait: Nothing comes\n"
    "check: Count *this*.\n"
    "symptom: server: It is killed\n"
    "check: Measure that.\n"
    "---\n"
    "\n"
    "## The symptom\n\nIt is slow.\n\n"
    "## Why it happens\n\nA reason.\n\nAnother.\n\n"
    "## How to recognise it\n\nBy *this*.\n\n"
    "## The fix\n\nDo that.\n\n"
    "## When not to apply it\n\nNever.\n\n"
    "## Exercises\n\n"
    "### Rows, again!\npredict: rows of slow\nat: n=37, dataset=x4\nvisit: warm\non: floor\nwithin: 10 %\n"
    "question: How *many*?\nanswer: 38\nwhy: So many.\n\n"
    "### Even\neven: commits of slow and fast\nknob: n\nquestion: When?\nanswer: 1\nwhy: Then.\n\n"
    "### Choose\nchoose: rows-examined\nquestion: Which?\nanswer: b\nwhy: That.\n\n"
    "```sql a: One\nSELECT 1\n```\n\n```sql b: Two\nSELECT 2\nFROM c\n```\n\n"
    "### Chunks\nchoose: sql\nkeys: SELECT id FROM a\nchunks: 1, 20\nquestion: Which?\nanswer: 20\nwhy: "
    "That.\n"
    "```sql\nSELECT 1 WHERE b IN (?)\n```\n\n"
    "## Further reading\n\n- [A page](https://example.org/a), Example\n- [Another](https://example.org/b), "
    "Example\n";

std::string changed(const std::string& from, const std::string& to) {
  std::string text = whole;
  const auto at = text.find(from);
  BOOST_REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string refusal_of(const std::string& text) {
  try {
    parse_lesson(text, "lesson.md");
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lesson)

BOOST_AUTO_TEST_CASE(a_whole_lesson_has_its_fields_and_sections) {
  const Lesson read = parse_lesson(whole, "lesson.md");
  BOOST_TEST(read.title == "A problem");
  BOOST_TEST((read.category == Category::request_processing));
  BOOST_TEST((read.level == Level::advanced));
  BOOST_TEST(read.minutes == 7);
  BOOST_TEST(read.search_words == (std::vector<std::string>{"one word", "another", "a third"}),
             boost::test_tools::per_element());
  BOOST_TEST_REQUIRE(read.paths.size() == 1U);
  BOOST_TEST((read.paths[0].path == Path::writing));
  BOOST_TEST(read.paths[0].step == 4);
  BOOST_TEST_REQUIRE(read.signs.size() == 3U);
  BOOST_TEST((read.signs[0].place == Place::page));
  BOOST_TEST(read.signs[0].words == "It is slow: always");
  BOOST_TEST(read.signs[0].check == "Count *this*.");
  BOOST_TEST(read.signs[1].check == "Count *this*.");
  BOOST_TEST(read.signs[2].check == "Measure that.");
  BOOST_TEST(read.symptom == "It is slow.");
  BOOST_TEST(read.why == "A reason.\n\nAnother.");
  BOOST_TEST(read.caution == "Never.");
  BOOST_TEST(read.further ==
             "- [A page](https://example.org/a), Example\n- [Another](https://example.org/b), Example");
}

BOOST_AUTO_TEST_CASE(exercises_have_their_type_key_and_choices) {
  const auto exercises = parse_lesson(whole, "lesson.md").exercises;
  BOOST_TEST_REQUIRE(exercises.size() == 4U);
  const Exercise& predict = exercises[0];
  BOOST_TEST(predict.name == "rows-again");
  BOOST_TEST((predict.type == ExerciseType::predict && predict.key == Key::rows));
  BOOST_TEST(predict.variants == std::vector<std::string>{"slow"}, boost::test_tools::per_element());
  BOOST_TEST(
      (predict.knobs == std::vector<std::pair<std::string, std::string>>{{"n", "37"}, {"dataset", "x4"}}));
  BOOST_TEST((predict.when == When::warm && predict.on_floor && predict.within_percent == 10));
  BOOST_TEST(circumstances_of(predict) ==
             "at n = 37, dataset = x4, on the second request, on a trivial page behind the same steps");
  BOOST_TEST(exercises[1].variants == (std::vector<std::string>{"slow", "fast"}),
             boost::test_tools::per_element());
  BOOST_TEST(exercises[1].knob == "n");
  BOOST_TEST_REQUIRE(exercises[2].choices.size() == 2U);
  BOOST_TEST(exercises[2].choices[1].title == "Two");
  BOOST_TEST(exercises[2].choices[1].sql == "SELECT 2\nFROM c");
  BOOST_TEST_REQUIRE(exercises[3].choices.size() == 2U);
  BOOST_TEST(exercises[3].choices[1].name == "20");
  BOOST_TEST(exercises[3].choices[1].chunk == 20);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_an_exercise_is_named_with_its_line) {
  const struct {
    std::string from, to, refusal;
  } wrong[] = {
      {"predict: rows of slow", "predict: total of slow",
       "41: 'total' is a time; an exercise compares counts or bytes, since times vary from run to run"},
      {"predict: rows of slow", "predict: cakes of slow",
       "41: 'cakes' is not an evidence key; docs/evidence.md lists them"},
      {"predict: rows of slow", "predict: rows",
       "41: write 'predict: KEY of VARIANT', 'even: KEY of SLOW and FAST' or 'choose: KEY'; got 'rows'"},
      {"predict: rows of slow\n", "",
       "40: the exercise 'Rows, again!' has none of 'predict', 'even' and 'choose'"},
      {"visit: warm", "visit: cold", "43: visit must be warm or revisit; got 'cold'"},
      {"on: floor", "on: roof", "44: on must be floor; got 'roof'"},
      {"within: 10 %", "within: 80 %", "45: within must be a whole number from 1 to 50; got '80 '"},
      {"answer: 38", "answer: many", "40: the answer of the exercise 'Rows, again!' must be a whole number"},
      {"answer: 38\n", "", "40: the exercise 'Rows, again!' has no 'answer'"},
      {"answer: 38", "colour: red",
       "47: 'colour' is not a field of an exercise; the fields are predict, even, choose, at, knob, visit, "
       "on, within, "
       "keys, chunks, question, answer, why"},
      {"knob: n\n", "", "50: 'even' and 'knob' need each other"},
      {"answer: b", "answer: c", "57: the answer 'c' is not one of the choices: a, b"},
      {"SELECT 1\n", "DELETE FROM book\n", "63: a query to choose must be one SELECT, without a semicolon"},
      {"SELECT 1\n", "SELECT 1; DELETE FROM book\n",
       "63: a query to choose must be one SELECT, without a semicolon"},
      {"SELECT 1\n", "SELECT ?\n",
       "57: each query must begin with ```sql NAME: TITLE and have no parameters"},
      {"```sql b: Two", "```sql a: Two", "67: there are two queries 'a'"},
      {"b IN (?)", "b = ?", "72: the query must have one (?), where a chunk of the keys goes"},
      {"chunks: 1, 20", "chunks: 1, 2000", "75: a chunk must be a whole number from 1 to 1000; got ' 2000'"},
      {"keys: SELECT id FROM a\n", "", "72: 'keys' and 'chunks' need each other"},
      {"### Chunks", "### Even", "72: there are two exercises 'Even'"},
      {"### Rows, again!\n", "", "40: an exercise must begin with '### ' and its title"},
  };
  for (const auto& each : wrong)
    BOOST_TEST(refusal_of(changed(each.from, each.to)) == "lesson.md:" + each.refusal);
}

BOOST_AUTO_TEST_CASE(an_exercise_that_does_not_fit_its_case_is_named) {
  std::vector<Case> cases(1);
  cases[0].stem = cases[0].slug = "one";
  cases[0].knobs = {items_knob("books", 100)};
  cases[0].variants = {{.name = "slow", .pace = Pace::slow}, {.name = "fast", .pace = Pace::fast}};
  const Exercise good{.title = "T", .answer = "1", .variants = {"slow"}};
  const auto refusal = [&](const Exercise& exercise) -> std::string {
    try {
      Portfolio(cases, {{"one", Lesson{.exercises = {exercise}}}});
    } catch (const ConfigError& error) {
      return error.what();
    }
    return "";
  };
  BOOST_TEST(refusal(good) == "");
  const std::string begin = "fcgi-app/cases/one/lesson.md: the exercise 'T': ";
  Exercise wrong = good;
  wrong.variants = {"slwo"};
  BOOST_TEST(refusal(wrong) == begin + "the case has no variant 'slwo'; it has slow, fast");
  wrong = good;
  wrong.knobs = {{"n", "101"}};
  BOOST_TEST(refusal(wrong) == begin + "the parameter n must be a whole number from 1 to 100; got '101'");
  wrong.knobs = {{"page", "1"}};
  BOOST_TEST(refusal(wrong) == begin + "unknown parameter 'page'; this page takes: n");
  wrong = good;
  wrong.type = ExerciseType::even;
  wrong.variants = {"fast", "slow"};
  wrong.knob = "n";
  BOOST_TEST(refusal(wrong) == begin + "'even' compares a slow variant with a fast one, in this order");
  wrong.variants = {"slow", "fast"};
  wrong.answer = "0";
  BOOST_TEST(refusal(wrong) == begin + "the parameter n must be a whole number from 1 to 100; got '0'");
  wrong.knob = "m";
  BOOST_TEST(refusal(wrong) == begin + "the case has no whole-number knob 'm'");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_named_with_its_line) {
  const struct {
    std::string text, refusal;
  } wrong[] = {
      {"", "lesson.md:0: a lesson must begin with front matter: a line of ---, then the fields"},
      {changed("level: advanced", "level: expert"),
       "lesson.md:4: 'expert' is not a level; use one of: beginner, intermediate, advanced"},
      {changed("category: request-processing", "category: cake"),
       "lesson.md:3: 'cake' is not a category; use one of: database, templates-and-views, "
       "request-processing, "
       "asynchronous, memory-and-cpu, concurrency"},
      {changed("minutes: 7", "minutes: 0"),
       "lesson.md:5: minutes must be a whole number from 1 to 60; got '0'"},
      {changed("minutes: 7", "minutes: 61"),
       "lesson.md:5: minutes must be a whole number from 1 to 60; got '61'"},
      {changed("minutes: 7\n", ""), "lesson.md:13: the front matter has no 'minutes'"},
      {changed("level: advanced", "title: again"), "lesson.md:4: 'title' is given twice"},
      {changed("level: advanced", "colour: red"),
       "lesson.md:4: 'colour' is not a field of the front matter; the fields are title, category, level, "
       "minutes, search, path, symptom, check"},
      {changed("symptom: page: It is slow: always\nsymptom: wait: Nothing comes\n", ""),
       "lesson.md:9: a 'check' must follow the symptoms that it belongs to"},
      {changed("check: Measure that.\n", ""), "lesson.md:13: the last symptom has no 'check' after it"},
      {changed("symptom: wait: Nothing comes", "symptom: Nothing comes"),
       "lesson.md:10: a symptom must be 'PLACE: what a person sees', with PLACE one of page, wait, save, "
       "site, "
       "growth, database, server, transfer; got 'Nothing comes'"},
      {changed("path: writing 4", "path: writing"),
       "lesson.md:8: a path must be 'PATH STEP', with STEP from 1 to 99 and PATH one of beginner, queries, "
       "large-tables, writing, caching, request; got 'writing'"},
      {changed("path: writing 4", "path: home 1"),
       "lesson.md:8: 'home' is not a path; use one of: beginner, queries, large-tables, writing, caching, "
       "request"},
      {changed("symptom: wait:", "symptom: moon:"),
       "lesson.md:10: 'moon' is not a place; use one of: page, wait, save, site, growth, database, server, "
       "transfer"},
      {changed("title: A problem", "title:"), "lesson.md:2: 'title' has no value"},
      {changed("## The fix", "## A fix"),
       "lesson.md:30: 'A fix' is not a heading of a lesson; the headings are The symptom, Why it happens, "
       "How to "
       "recognise it, "
       "The fix, When not to apply it, Further reading, Exercises"},
      {changed("## The fix\n\nDo that.\n\n", ""), "lesson.md:82: the heading 'The fix' is missing"},
      {changed("Do that.", ""), "lesson.md:30: this section is empty"},
      {changed("- [Another](https://example.org/b)", "- [Another](http://example.org/b)"),
       "lesson.md:86: a line of 'Further reading' must be '- [TITLE](https://ADDRESS), WHOSE'; got '- "
       "[Another](http://example.org/b), Example'"},
      {changed("## The fix", "## The symptom"), "lesson.md:30: the heading 'The symptom' occurs twice"},
  };
  for (const auto& each : wrong) BOOST_TEST(refusal_of(each.text) == each.refusal);
}

BOOST_AUTO_TEST_CASE(the_lessons_of_the_portfolio_are_whole_and_ordered_by_category) {
  const Portfolio portfolio(catalogue(), io::read_lessons("fcgi-app/cases"));
  Category before = Category::database;
  for (const PortfolioEntry& entry : portfolio.entries()) {
    BOOST_TEST((before <= entry.lesson.category));
    before = entry.lesson.category;
    BOOST_TEST(portfolio.find(entry.the_case->slug) == &entry);
  }
  BOOST_TEST(portfolio.find("no-such-case") == nullptr);
}

BOOST_AUTO_TEST_CASE(every_case_is_on_a_path_and_no_two_have_the_same_step) {
  const Portfolio portfolio(catalogue(), io::read_lessons("fcgi-app/cases"));
  for (const PortfolioEntry& entry : portfolio.entries())
    BOOST_TEST(!entry.lesson.paths.empty(), entry.the_case->slug);
  for (const Portfolio::Course& course : portfolio.courses()) {
    int before = 0;
    int minutes = 0;
    for (const PortfolioEntry* entry : course.entries) {
      const auto step = std::ranges::find(entry->lesson.paths, course.path, &PathStep::path);
      BOOST_REQUIRE((step != entry->lesson.paths.end()));
      BOOST_TEST(step->step > before);
      before = step->step;
      minutes += entry->lesson.minutes;
    }
    BOOST_TEST(course.minutes == minutes);
  }
  std::vector<Case> cases(2);
  cases[0].slug = cases[0].stem = "one";
  cases[1].slug = cases[1].stem = "two";
  const Lesson lesson{.paths = {{Path::caching, 3}}};
  BOOST_CHECK_EXCEPTION(Portfolio(cases, {{"one", lesson}, {"two", lesson}}), ConfigError,
                        [](const ConfigError& error) {
                          return std::string(error.what()) ==
                                 "the lessons of one and two both have step 3 of the path 'caching'";
                        });
}

BOOST_AUTO_TEST_CASE(a_case_without_a_lesson_is_named) {
  BOOST_CHECK_EXCEPTION(Portfolio(catalogue(), {}), ConfigError, [](const ConfigError& error) {
    return std::string(error.what()).find("/lesson.md is missing") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
