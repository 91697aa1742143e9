#include "io/cache/fragments.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "core/errors.hpp"
#include "io/cache/memcached.hpp"
#include "io/json/json.hpp"
#include "io/text/hash.hpp"
#include "tests/support/memcached_items.hpp"
#include "tests/support/private_memcached.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using caseload::ConfigError;
using caseload::Fragments;
using caseload::Knobs;
using caseload::Value;
using caseload::io::TemplateSources;
using caseload::test::PrivateMemcached;

const caseload::SystemClock system_clock;
constexpr int patient_ms = 10'000;  // a busy machine is no dead cache

using Texts = std::vector<std::pair<std::string, std::string>>;

const Texts shop_front{{"front",
                        "<p>Hello {{name}}</p>\n"
                        "{{#best_sellers}}\n"
                        "{{! cache: lifetime=60 depends=order,book by=dataset }}\n"
                        "<li>{{title}} {{{raw}}}</li>\n"
                        "{{/best_sellers}}\n"
                        "{{#basket}}{{! cache: lifetime=60 personal }}{{owner}}{{/basket}}\n"}};

struct FragmentShop {
  explicit FragmentShop(const Texts& texts = shop_front) : sources(texts) {}
  caseload::tests::TemporaryFolder folder;
  PrivateMemcached server{folder.path() + "/sock"};
  TemplateSources sources;
  caseload::Rebuilds rebuilds;
  int queried = 0;

  Value best_sellers() {
    ++queried;
    return Value::List{Value::object({{"title", "a < b"}, {"raw", "<b>&</b> \xf0\x9f\x98\x80"}}),
                       Value::object({{"title", std::to_string(queried)}, {"raw", ""}})};
  }
};

// One request for the page.
struct Visit {
  explicit Visit(FragmentShop& the_shop, std::string dataset = "x1", bool probe = false)
      : shop(the_shop),
        memcached({.servers = {shop.server.address()}, .timeout_ms = patient_ms}),
        trace(system_clock, probe),
        cache(memcached, trace),
        texts(cache, shop.rebuilds, system_clock),
        templates(shop.sources) {
    knobs.set("dataset", std::move(dataset));
  }

  std::string page(const std::string& name, bool fails = false) {
    Fragments fragments(texts, trace, knobs);
    fragments.set_visitor(name);
    fragments.offer("best_sellers", [&] { return shop.best_sellers(); });
    fragments.offer("basket", [&] {
      if (fails) throw caseload::NotFound("the basket was deleted");
      return Value::object({{"owner", name}});
    });
    return templates.render("front", Value::object({{"name", name}}), &fragments);
  }

  FragmentShop& shop;
  caseload::io::Memcached memcached;
  caseload::Trace trace;
  caseload::Cache cache;
  caseload::CachedTexts texts;
  caseload::io::Templates templates;
  Knobs knobs;
};

std::string expected(const std::string& name, int queried) {
  return "<p>Hello " + name + "</p>\n<li>a &lt; b <b>&</b> \xf0\x9f\x98\x80</li>\n<li>" +
         std::to_string(queried) + " </li>\n" + name + "\n";
}

std::string refusal(const std::string& text) {
  try {
    TemplateSources sources(Texts{{"a", text}, {"part", "{{#b}}{{! cache: lifetime=1 }}{{/b}}"}});
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "accepted";
}

BOOST_AUTO_TEST_SUITE(fragments)

BOOST_AUTO_TEST_CASE(a_block_is_neither_queried_nor_rendered_on_a_hit_and_comes_back_byte_for_byte) {
  FragmentShop shop;
  BOOST_TEST(Visit(shop).page("Ann") == expected("Ann", 1));
  BOOST_TEST(Visit(shop).page("Ann") == expected("Ann", 1));
  BOOST_TEST(shop.queried == 1);
}

BOOST_AUTO_TEST_CASE(two_visitors_share_what_is_shared_and_never_see_each_others_own) {
  FragmentShop shop;
  for (int round = 0; round < 3; ++round) {
    BOOST_TEST(Visit(shop).page("Ann") == expected("Ann", 1));
    BOOST_TEST(Visit(shop).page("Bob") == expected("Bob", 1));
  }
}

BOOST_AUTO_TEST_CASE(a_page_with_a_block_that_fails_is_an_error_and_the_block_is_not_stored) {
  FragmentShop shop;
  for (int each = 0; each < 2; ++each) BOOST_CHECK_THROW(Visit(shop).page("Ann", true), caseload::NotFound);
  BOOST_TEST(shop.queried == 1);  // the block before it was stored
  BOOST_TEST(Visit(shop).page("Ann") == expected("Ann", 1));
}

BOOST_AUTO_TEST_CASE(a_block_is_kept_for_its_lifetime_and_the_time_that_it_may_be_stale) {
  FragmentShop shop(Texts{{"front", "{{#news}}{{! cache: lifetime=1000 stale=500 }}x{{/news}}"}});
  Visit visit(shop);
  Fragments fragments(visit.texts, visit.trace, visit.knobs);
  fragments.offer("news", [] { return Value::list(); });
  visit.templates.render("front", Value(), &fragments);
  const auto left = caseload::test::lifetimes(shop.server.address());
  BOOST_TEST_REQUIRE(left.size() == 1U);  // it depends on nothing, and its lock is gone
  BOOST_TEST(caseload::test::is_remaining_lifetime(left[0], 1'500));
}

BOOST_AUTO_TEST_CASE(all_blocks_of_a_page_are_fetched_before_it_renders_and_only_those_offered) {
  FragmentShop shop;
  Visit(shop).page("Ann");
  Visit warm(shop);
  warm.page("Ann");
  const auto kinds = warm.trace.document()["cache"];
  BOOST_TEST(kinds.items()->size() == 4U);  // order, book, and the two blocks
  Visit one(shop);
  Fragments fragments(one.texts, one.trace, one.knobs);
  fragments.offer("best_sellers", [&] { return shop.best_sellers(); });
  one.templates.render("front", Value::object({{"name", "Ann"}}), &fragments);
  BOOST_TEST(one.trace.document()["cache"].items()->size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_block_differs_by_a_value_that_is_set_before_one_of_the_knobs) {
  FragmentShop shop(
      Texts{{"front", "{{#news}}{{! cache: lifetime=60 by=dataset,language }}{{text}}{{/news}}"}});
  int queried = 0;
  const auto page = [&](std::optional<std::string> dataset, const std::string& language) {
    Visit visit(shop);
    Fragments fragments(visit.texts, visit.trace, visit.knobs);
    if (dataset) fragments.set("dataset", *dataset);
    fragments.set("language", language);
    fragments.offer("news", [&] { return Value::object({{"text", std::to_string(++queried)}}); });
    return visit.templates.render("front", Value(), &fragments);
  };
  BOOST_TEST(page({}, "en") == "1");
  BOOST_TEST(page({}, "de") == "2");
  BOOST_TEST(page("other", "en") == "3");
  BOOST_TEST(page("o", "theren") == "4");  // the same letters, other values
  BOOST_TEST(page({}, "en") == "1");
  BOOST_TEST(page("other", "en") == "3");
}

// What is written is written in one dataset; a block that shows all of them depends on the plain name.
BOOST_AUTO_TEST_CASE(a_block_depends_on_its_own_dataset) {
  FragmentShop shop;
  BOOST_TEST(Visit(shop, "x1").page("Ann") == expected("Ann", 1));
  BOOST_TEST(Visit(shop, "x4").page("Ann") == expected("Ann", 2));
  Visit(shop).texts.drop("order");
  Visit(shop).texts.drop("book x4");
  BOOST_TEST(Visit(shop, "x1").page("Ann") == expected("Ann", 1));
  BOOST_TEST(Visit(shop, "x4").page("Ann") == expected("Ann", 3));

  FragmentShop all(Texts{{"front", "{{#news}}{{! cache: lifetime=60 depends=order }}{{text}}{{/news}}"}});
  for (int round = 1; round <= 2; ++round) {
    Visit visit(all);
    Fragments fragments(visit.texts, visit.trace, visit.knobs);
    fragments.offer("news", [&] { return Value::object({{"text", std::to_string(round)}}); });
    BOOST_TEST(visit.templates.render("front", Value(), &fragments) == std::to_string(round));
    visit.texts.drop("order");
  }
}

BOOST_AUTO_TEST_CASE(the_hash_of_a_block_is_for_probes) {
  FragmentShop shop;
  Visit visit(shop);
  visit.page("Ann");
  BOOST_TEST((*visit.trace.document()["blocks"].items())[0].find("hash") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_write_shows_on_the_next_view) {
  FragmentShop shop;
  for (int round = 1; round <= 20; ++round) {
    BOOST_TEST(Visit(shop).page("Ann") == expected("Ann", round));
    Visit(shop).texts.drop("order x1");
  }
}

BOOST_AUTO_TEST_CASE(a_block_differs_by_the_knobs_that_its_mark_names) {
  FragmentShop shop;
  BOOST_TEST(Visit(shop, "x1").page("Ann") == expected("Ann", 1));
  BOOST_TEST(Visit(shop, "x4").page("Ann") == expected("Ann", 2));
  BOOST_TEST(Visit(shop, "x1").page("Ann") == expected("Ann", 1));
}

BOOST_AUTO_TEST_CASE(a_changed_template_does_not_show_texts_of_the_old_one) {
  FragmentShop shop;
  Visit(shop).page("Ann");
  auto changed = shop_front;
  changed[0].second.replace(changed[0].second.find("<li>"), 4, "<b>");
  shop.sources = TemplateSources(changed);
  BOOST_TEST(Visit(shop).page("Ann").find("<b>a &lt; b") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_page_is_the_same_with_data_in_the_model_and_without_a_cache) {
  FragmentShop shop;
  Visit visit(shop);
  Fragments none(visit.texts, visit.trace, visit.knobs);
  auto model = Value::object({{"name", "Ann"}, {"best_sellers", shop.best_sellers()}});
  model.set("basket", Value::object({{"owner", "Ann"}}));
  BOOST_TEST(visit.templates.render("front", model, &none) == expected("Ann", 1));
  BOOST_TEST(visit.templates.render("front", model) == expected("Ann", 1));
}

BOOST_AUTO_TEST_CASE(a_block_does_not_see_the_page_around_it) {
  FragmentShop shop(Texts{{"front", "{{#news}}{{! cache: lifetime=60 }}[{{name}}]{{/news}}"}});
  Visit visit(shop);
  Fragments none(visit.texts, visit.trace, visit.knobs);
  const auto model = Value::object({{"name", "Ann"}, {"news", Value::object({{"title", "t"}})}});
  BOOST_TEST(visit.templates.render("front", model, &none) == "[]");
}

BOOST_AUTO_TEST_CASE(the_trace_names_each_block_with_its_hash_on_probes_cached_or_not) {
  FragmentShop shop;
  Visit cold(shop, "x1", true), warm(shop, "x1", true);
  cold.page("Ann");
  warm.page("Ann");
  const auto first = cold.trace.document(), second = warm.trace.document();
  const auto& was_cold = (*first["blocks"].items())[0];
  const auto& was_warm = (*second["blocks"].items())[0];
  BOOST_TEST(was_cold["name"].text_or("") == "best_sellers");
  BOOST_TEST(!*was_cold["cached"].boolean());
  BOOST_TEST(*was_warm["cached"].boolean());
  const auto text = "<li>a &lt; b <b>&</b> \xf0\x9f\x98\x80</li>\n<li>1 </li>\n";
  BOOST_TEST(was_cold["hash"].text_or("") == caseload::io::sha256_hex(text));
  BOOST_TEST(was_warm["hash"].text_or("") == caseload::io::sha256_hex(text));
}

BOOST_AUTO_TEST_CASE(the_json_form_has_the_data_of_all_blocks) {
  FragmentShop shop;
  Visit visit(shop);
  Fragments fragments(visit.texts, visit.trace, visit.knobs);
  fragments.offer("best_sellers", [&] { return shop.best_sellers(); });
  const auto model = fragments.with_data(Value::object({{"name", "Ann"}}), visit.templates.marks_of("front"));
  BOOST_TEST(model["best_sellers"].items()->size() == 2u);
}

BOOST_AUTO_TEST_CASE(the_data_of_the_json_form_is_cached_as_the_text_is_and_apart_from_it) {
  FragmentShop shop;
  const auto data = [&](const std::string& dataset) {
    Visit visit(shop, dataset);
    Fragments fragments(visit.texts, visit.trace, visit.knobs);
    fragments.offer("best_sellers", [&] { return shop.best_sellers(); });
    return caseload::io::to_json(fragments.with_data(Value::object({}), visit.templates.marks_of("front")));
  };
  BOOST_TEST(Visit(shop).page("Ann") == expected("Ann", 1));
  const std::string first = data("x1");
  BOOST_TEST(first == R"({"best_sellers":[{"title":"a < b","raw":"<b>&</b> )"
                      "\xf0\x9f\x98\x80"
                      R"("},{"title":"2","raw":""}]})");
  BOOST_TEST(data("x1") == first);
  BOOST_TEST(shop.queried == 2);
  data("x4");
  BOOST_TEST(shop.queried == 3);
  Visit(shop).texts.drop("order x1");
  BOOST_TEST(data("x1") != first);
  BOOST_TEST(Visit(shop).page("Ann") == expected("Ann", 5));
}

BOOST_AUTO_TEST_CASE(an_empty_block_is_kept_as_well) {
  FragmentShop shop(Texts{{"front", "{{#news}}{{! cache: lifetime=60 }}x{{/news}}."}});
  int queried = 0;
  for (int round = 0; round < 2; ++round) {
    Visit visit(shop);
    Fragments fragments(visit.texts, visit.trace, visit.knobs);
    fragments.offer("news", [&] { return ++queried, Value::list(); });
    BOOST_TEST(visit.templates.render("front", Value(), &fragments) == ".");
  }
  BOOST_TEST(queried == 1);
}

BOOST_AUTO_TEST_CASE(what_a_block_needs_and_does_not_get_is_an_error_and_not_a_wrong_page) {
  FragmentShop shop;
  Visit visit(shop);
  Fragments no_visitor(visit.texts, visit.trace, visit.knobs);
  no_visitor.offer("basket", [] { return Value(); });
  BOOST_CHECK_THROW(visit.templates.render("front", Value(), &no_visitor), std::logic_error);

  const Knobs no_knobs;
  Fragments no_dataset(visit.texts, visit.trace, no_knobs);
  no_dataset.offer("best_sellers", [] { return Value(); });
  BOOST_CHECK_THROW(visit.templates.render("front", Value(), &no_dataset), std::logic_error);

  Fragments unmarked(visit.texts, visit.trace, visit.knobs);
  unmarked.offer("no_such_block", [] { return Value(); });
  BOOST_CHECK_THROW(visit.templates.render("front", Value(), &unmarked), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_mark_that_is_wrong_stops_the_start) {
  BOOST_TEST(refusal("{{#a}}{{! cache: lifetime=60 }}{{/a}}") == "accepted");
  BOOST_TEST(refusal("\n{{#a}}\n{{! cache: }}{{/a}}") ==
             "a:3: the cache mark of 'a' is wrong: lifetime=SECONDS is missing (1 to 2592000)");
  BOOST_TEST(refusal("{{#a}}{{! cache: lifetime=0 }}{{/a}}").find("'lifetime=0' is not valid") !=
             std::string::npos);
  BOOST_TEST(refusal("{{#a}}{{! cache: lifetime=60 private }}{{/a}}").find("'private' is not valid") !=
             std::string::npos);
  BOOST_TEST(refusal("{{! cache: lifetime=60 }}") ==
             "a:1: a cache mark must directly follow the tag that opens its section");
  BOOST_TEST(refusal("{{#a}}{{#b}}{{! cache: lifetime=60 }}{{/b}}{{/a}}") ==
             "a:1: the cacheable block 'b' must not be inside another section");
  BOOST_TEST(refusal("{{#a}}{{> part}}{{/a}}") ==
             "part:1: the cacheable block 'b' must not be inside another section");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
