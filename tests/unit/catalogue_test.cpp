// Declarations that break a rule are refused by name, and tools are listed what a declaration says.
#include "core/catalogue.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <functional>

#include "core/catalogue_document.hpp"
#include "core/counterparts.hpp"
#include "io/text/lessons.hpp"
#include "tests/unit/site_material.hpp"

namespace caseload {
namespace {

Response empty_page(const Request&, Services&) {
  return {};
}
JobOutcome no_work(JobContext&) {
  return {};
}

Case made_up() {
  Case made{.page = "a page"};
  made.variants = {{.name = "slow",
                    .pace = Pace::slow,
                    .run = empty_page,
                    .labels = {{.name = "a-problem"}},
                    .headline = Headline{.key = Key::sql}},
                   {.name = "fast", .pace = Pace::fast, .run = empty_page, .floor = empty_page}};
  made.claims = {{"fast", Key::sql, 1, When::any, true}, {"slow", Key::sql, 1}};
  made.growth = {{.variant = "slow", .key = Key::rows, .over = "n"}};
  made.interventions = {{.name = "index", .title = "an index", .variant = "slow", .key = Key::rows}};
  made.jobs = {{.name = "work", .run = no_work}};
  made.aliases = {{.path = "/old", .variant = "slow"}};
  made.stem = "made_up";
  made.slug = "made-up";
  return made;
}

std::string refusal_after(const std::function<void(Case&)>& change) {
  Case changed = made_up();
  change(changed);
  try {
    check(changed);
  } catch (const std::logic_error& error) {
    return error.what();
  }
  return "";
}

std::string failure_of(const Value& document) {
  try {
    read_catalogue(document);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(declarations)

BOOST_AUTO_TEST_CASE(a_sound_declaration_is_taken) {
  BOOST_TEST(refusal_after([](Case&) {}) == "");
  BOOST_TEST(refusal_after([](Case& made) { made.claims.clear(); }) == "");
}

BOOST_AUTO_TEST_CASE(a_declaration_that_breaks_a_rule_is_refused_with_its_file_and_the_rule) {
  const std::string file = "fcgi-app/cases/made_up/case.cpp: ";
  const auto refused = [&](const std::string& why, const std::function<void(Case&)>& change) {
    BOOST_TEST(refusal_after(change) == file + why);
  };
  refused("page must be given", [](Case& made) { made.page = ""; });
  refused("variant slow is slow but has no label", [](Case& made) { made.variants[0].labels.clear(); });
  refused("variant fast is fast but has a label",
          [](Case& made) { made.variants[1].labels = {{.name = "a-problem"}}; });
  refused("variant slow has no headline measure", [](Case& made) { made.variants[0].headline.reset(); });
  refused("the label another of slow needs a reason",
          [](Case& made) { made.variants[0].labels.push_back({.name = "another"}); });
  refused("needs a slow and a fast variant", [](Case& made) { made.variants[0].pace = Pace::fast; });
  refused("needs a slow and a fast variant", [](Case& made) { made.variants[1].pace = Pace::slow; });
  refused("variant fast has no function", [](Case& made) { made.variants[1].run = nullptr; });
  refused("variant slow is declared twice", [](Case& made) { made.variants.push_back(made.variants[0]); });
  refused("a claim refers to an unknown variant: other",
          [](Case& made) { made.claims[1].variant = "other"; });
  refused("a claim is about the floor of fast, but that variant has no floor",
          [](Case& made) { made.variants[1].floor = nullptr; });
  refused("the step 'far' of the demo: unknown parameter 'm'; this page takes: none", [](Case& made) {
    made.demo = {{.title = "far", .knobs = {{"m", "1"}}}};
  });
  refused("the headline of slow: the parameter n must be a whole number from 1 to 10240; got '0'",
          [](Case& made) {
            made.knobs = {items_knob("items")};
            made.variants[0].headline->knobs = {{"n", "0"}};
          });
  refused("a growth refers to an unknown variant: other",
          [](Case& made) { made.growth[0].variant = "other"; });
  refused("an intervention refers to an unknown variant: other",
          [](Case& made) { made.interventions[0].variant = "other"; });
  refused("a job needs a name and a function", [](Case& made) { made.jobs[0].name = ""; });
  refused("a job needs a name and a function", [](Case& made) { made.jobs[0].run = nullptr; });
  refused("an alias refers to an unknown variant: other",
          [](Case& made) { made.aliases[0].variant = "other"; });
}

BOOST_AUTO_TEST_CASE(a_variant_has_its_address_by_what_serves_it) {
  Case made = made_up();
  BOOST_TEST(path_of(made, made.variants[0]) == "/cases/made-up/slow");
  made.variants[0].cached_by_nginx = true;
  BOOST_TEST(path_of(made, made.variants[0]) == "/cached/made-up/slow");
  BOOST_TEST(path_of_floor(made, made.variants[1]) == "/cases/made-up/fast/floor");
  BOOST_TEST(path_of(made, made.interventions[0]) == "/cases/made-up/interventions/index");
}

BOOST_AUTO_TEST_CASE(variants_and_interventions_are_found_by_their_names) {
  const Case made = made_up();
  BOOST_TEST(made.variant("fast") == &made.variants[1]);
  BOOST_TEST(made.variant("other") == nullptr);
  BOOST_TEST(made.intervention("index") == &made.interventions[0]);
  BOOST_TEST(made.intervention("slow") == nullptr);
  BOOST_TEST(!made.writes());
  Case writing = made_up();
  writing.variants[1].method = Method::post;
  BOOST_TEST(writing.writes());
  BOOST_TEST(!floor_of(made.variants[0]).has_value());
  const auto floor = floor_of(made.variants[1]);
  BOOST_REQUIRE(floor.has_value());
  BOOST_TEST(floor->name == "fast");
  BOOST_TEST((floor->pace == Pace::fast && floor->run == empty_page));
}

BOOST_AUTO_TEST_CASE(every_choice_has_its_name) {
  BOOST_TEST(name_of(Pace::slow) == "slow");
  BOOST_TEST(name_of(Pace::fast) == "fast");
  BOOST_TEST(name_of(Relation::equals) == "equals");
  BOOST_TEST(name_of(Relation::at_most) == "at_most");
  BOOST_TEST(name_of(Relation::at_least) == "at_least");
  BOOST_TEST(name_of(Category::database) == "database");
  BOOST_TEST(title_of(Category::templates_and_views) == "Templates and views");
}

BOOST_AUTO_TEST_CASE(the_catalogue_says_each_declaration_as_it_is) {
  const Portfolio portfolio(catalogue(), io::read_lessons("fcgi-app/cases"));
  const Value document = catalogue_document(portfolio);
  const Value::List& listed = *document["cases"].items();
  BOOST_REQUIRE(listed.size() == catalogue().size());
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const auto& [the_case, lesson] = portfolio.entries()[i];
    const Case& each = *the_case;
    BOOST_TEST(listed[i]["title"].text_or("") == lesson.title);
    BOOST_TEST(listed[i]["slug"].text_or("") == each.slug);
    BOOST_TEST(listed[i]["stem"].text_or("") == each.stem);
    BOOST_TEST(listed[i]["category"].text_or("") == name_of(lesson.category));
    BOOST_TEST(listed[i]["category_title"].text_or("") == title_of(lesson.category));
    BOOST_TEST((listed[i].find("interventions") == nullptr) == each.interventions.empty());
    BOOST_TEST((listed[i].find("unequal_because") == nullptr) == each.unequal_because.empty());
    BOOST_TEST(find_case(each.slug) == &each);
    const Value::List& variants = *listed[i]["variants"].items();
    BOOST_REQUIRE(variants.size() == each.variants.size());
    for (std::size_t v = 0; v < variants.size(); ++v) {
      const Variant& variant = each.variants[v];
      BOOST_TEST(variants[v]["name"].text_or("") == variant.name);
      BOOST_TEST(variants[v]["pace"].text_or("") == name_of(variant.pace));
      BOOST_TEST(variants[v]["method"].text_or("") == (variant.method == Method::post ? "POST" : "GET"));
      BOOST_TEST(variants[v]["path"].text_or("") == path_of(each, variant));
      BOOST_TEST(*variants[v]["cached_by_nginx"].boolean() == variant.cached_by_nginx);
      BOOST_TEST((variants[v].find("floor") == nullptr) == (variant.floor == nullptr));
      BOOST_TEST((variants[v].find("headline") == nullptr) == !variant.headline.has_value());
      BOOST_TEST(variants[v]["labels"].items()->size() == variant.labels.size());
      BOOST_REQUIRE((variants[v].find("fixed_by") != nullptr) == (variant.pace == Pace::slow));
      if (variant.pace == Pace::fast) continue;
      std::vector<std::string> fixes;
      for (const Value& name : *variants[v]["fixed_by"].items()) fixes.emplace_back(name.text_or(""));
      std::vector<std::string> expected;
      for (const Variant* fast : counterparts_of(each, variant)) expected.push_back(fast->name);
      BOOST_TEST(fixes == expected, boost::test_tools::per_element());
    }
    BOOST_TEST(listed[i]["claims"].items()->size() == each.claims.size());
    for (std::size_t c = 0; c < each.claims.size(); ++c) {
      const Value& claim = listed[i]["claims"].items()->at(c);
      BOOST_TEST(claim["relation"].text_or("") == name_of(each.claims[c].expected.relation));
      const bool is_repeated = each.claims[c].when == When::warm || each.claims[c].when == When::revisit;
      BOOST_TEST(*claim["warm"].boolean() == is_repeated);
      BOOST_TEST(*claim["on_floor"].boolean() == each.claims[c].on_floor);
    }
    BOOST_TEST(listed[i]["growth"].items()->size() == each.growth.size());
    for (std::size_t g = 0; g < each.growth.size(); ++g)
      BOOST_TEST((listed[i]["growth"].items()->at(g)["shape"].text_or("") == "grows") ==
                 (each.growth[g].shape == Growth::Shape::grows));
    BOOST_TEST(listed[i]["aliases"].items()->size() == each.aliases.size());
    BOOST_TEST(listed[i]["knobs"].items()->size() == each.knobs.size());
  }
  BOOST_TEST(find_case("no-such-case") == nullptr);
}

BOOST_AUTO_TEST_CASE(the_catalogue_is_read_as_it_was_written) {
  const Portfolio portfolio(catalogue(), io::read_lessons("fcgi-app/cases"));
  Value document = catalogue_document(portfolio);
  const CatalogueContents contents = read_catalogue(document);
  // A floor is a function, which no document has.
  for (Value& each : *tests::member(document, {"cases"}).items())
    for (Value& variant : *tests::member(each, {"variants"}).items())
      std::erase_if(*variant.members(), [](const auto& part) { return part.first == "floor"; });
  BOOST_TEST((catalogue_document(Portfolio(contents.cases, contents.lessons)) == document));
}

BOOST_AUTO_TEST_CASE(a_catalogue_that_was_not_written_by_the_app_is_refused_with_the_place) {
  const Portfolio portfolio(catalogue(), io::read_lessons("fcgi-app/cases"));
  const auto refusal_of = [&](const char* name, const Value& value) {
    Value document = catalogue_document(portfolio);
    Value& first = tests::member(document, {"cases"}).items()->front();
    if (value.is_null())
      std::erase_if(*first.members(), [&](const auto& part) { return part.first == name; });
    else
      first.set(name, value);
    return failure_of(document);
  };
  const Value claim = Value::object({{"variant", "slow"}, {"key", "speed"}});
  BOOST_TEST(refusal_of("title", {}).ends_with("cases[0].title: is missing"));
  BOOST_TEST(refusal_of("title", 7).ends_with("cases[0].title: is not a string"));
  BOOST_TEST(refusal_of("slug", "../x").ends_with("cases[0].slug: '../x' is not a valid slug"));
  BOOST_TEST(refusal_of("slug", "").ends_with("cases[0].slug: '' is not a valid slug"));
  BOOST_TEST(refusal_of("stem", "x").ends_with("cases[0].stem: 'x' does not match the slug"));
  BOOST_TEST(refusal_of("category", "x").ends_with("cases[0].category: 'x' is not one of the choices"));
  BOOST_TEST(refusal_of("lesson", 7).ends_with("cases[0].lesson: is not an object"));
  BOOST_TEST(refusal_of("claims", 7).ends_with("cases[0].claims: is not a list"));
  BOOST_TEST(refusal_of("claims", Value(Value::List{claim}))
                 .ends_with("cases[0].claims[0].key: 'speed' is not an evidence key"));
  Value twice = catalogue_document(portfolio);
  Value::List& cases = *tests::member(twice, {"cases"}).items();
  cases.push_back(cases.front());
  BOOST_TEST(failure_of(twice).ends_with("' occurs twice"));
  BOOST_TEST(failure_of({}).ends_with("cases: is not a list"));
}

BOOST_AUTO_TEST_CASE(a_knob_is_documented_with_its_bounds_and_its_ladder) {
  const Value number = knob_document(items_knob("books", 640));
  BOOST_TEST(number["kind"].text_or("") == "integer");
  BOOST_TEST(number["initial"].integer_or(-1) == 100);
  BOOST_TEST(number["minimum"].integer_or(-1) == 1);
  BOOST_TEST(number["maximum"].integer_or(-1) == 640);
  BOOST_TEST((number["ladder"] == Value::list().add(10).add(40).add(160).add(640)));
  const Value dataset = knob_document(dataset_knob(Dataset::x4));
  BOOST_TEST(dataset["kind"].text_or("") == "dataset");
  BOOST_TEST(dataset["initial"].text_or("") == "x4");
  BOOST_TEST((dataset["ladder"] == Value::list().add("x1").add("x4").add("x16")));
  const Value text = knob_document({.name = "sku", .type = KnobType::text, .help = "which"});
  BOOST_TEST(text["kind"].text_or("") == "text");
  BOOST_TEST(text["help"].text_or("") == "which");
  BOOST_TEST(text["initial"].text_or("?") == "");
  const Value page = knob_document(page_knob(64));
  BOOST_TEST(page["initial"].integer_or(-1) == 1);
  BOOST_TEST(page["minimum"].integer_or(-1) == 1);
  BOOST_TEST(page["maximum"].integer_or(-1) == 64);
  BOOST_TEST((page["ladder"] == Value::list().add(1).add(4).add(16).add(64)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
