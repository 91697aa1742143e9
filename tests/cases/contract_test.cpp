// What every case must meet: at every size that its knobs name, all variants give the same bytes, and each
// claim and each growth that it declares holds. Nothing here knows a case.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <map>
#include <optional>

#include "app/case_pages/run_variants.hpp"
#include "core/catalogue.hpp"
#include "core/text.hpp"
#include "io/json/json.hpp"
#include "shop/visitors.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/server_rewrites.hpp"
#include "tests/support/stack_owners.hpp"

namespace caseload {
namespace {

struct Version {
  std::string text;
  static constexpr auto columns = std::tuple(&Version::text);
};

struct Fixture : test::StackOwners {
  // The query with this step of a knob. A page of a long list is reached by the pages' own links, since their
  // addresses may carry more than a number.
  std::vector<NameValue> at_step(const Case& the_case, std::vector<NameValue> base, const std::string& knob,
                                 const std::string& step);

  // A newer server may read a condition as a range for which the case's server reads the whole table.
  bool reads_a_range(const VariantRun& run) {
    Trace trace(clock, false);
    const auto version =
        Database(owners.connections, trace, Dataset::x1).query_one<Version>("SELECT VERSION()");
    return std::ranges::any_of(*run.trace["digests"].items(), [&](const Value& digest) {
      return test::is_read_as_a_range(version->text, std::string(digest["text"].text_or("")));
    });
  }
};

std::vector<std::string> slugs() {
  std::vector<std::string> names;
  for (const Case& each : catalogue()) names.push_back(each.slug);
  return names;
}

// No two requests have the same, so that a page which shows it, or depends on it, is noticed.
std::string new_request_id() {
  static std::uint64_t last = 0;
  const std::string digits = std::to_string(++last);
  return std::string(32 - digits.size(), 'f') + digits;
}

Request request_with(const Case& the_case, const std::vector<NameValue>& query) {
  Request request;
  request.id = new_request_id();
  request.method = the_case.writes() ? Method::post : Method::get;
  request.path = "/cases/" + the_case.slug + "/";
  request.target = request.path;
  request.knobs = Knobs::parse(the_case.knobs, query);
  return as_demo_visitor(std::move(request));
}

const KnobSpec* knob_named(const Case& the_case, std::string_view name) {
  for (const KnobSpec& knob : the_case.knobs) {
    if (knob.name == name) return &knob;
  }
  return nullptr;
}

std::vector<Dataset> datasets_of(const Case& the_case) {
  if (knob_named(the_case, "dataset") == nullptr) return {Dataset::x1};
  return test::datasets();
}

std::vector<NameValue> Fixture::at_step(const Case& the_case, std::vector<NameValue> base,
                                        const std::string& knob, const std::string& step) {
  const bool is_page = knob == "page";
  std::vector<NameValue> query = base;
  query.emplace_back(knob, is_page ? "1" : step);
  for (int page = 1; is_page && page < std::stoi(step); ++page) {
    const Value response = data_of(owners, request_with(the_case, query), the_case, the_case.variants.back());
    const std::string_view next = response["next"].text_or("");
    if (next.empty())
      throw std::logic_error(the_case.slug + " has no link to the page behind " + std::to_string(page));
    query = parse_query(next.substr(1)).value();
  }
  return query;
}

// Longer steps cost minutes, and are for `make check` and load runs.
constexpr std::int64_t max_ladder_step = 640;

bool is_full_check() {
  const auto datasets = test::datasets();
  return std::find(datasets.begin(), datasets.end(), Dataset::x16) != datasets.end();
}

// The query strings that a case is tested with: each knob's ladder with the others at their defaults, on each
// dataset.
std::vector<std::vector<NameValue>> sizes_of(Fixture& fixture, const Case& the_case) {
  std::vector<std::vector<NameValue>> sizes;
  for (const Dataset dataset : datasets_of(the_case)) {
    std::vector<NameValue> base;
    if (knob_named(the_case, "dataset") != nullptr) base.emplace_back("dataset", name_of(dataset));
    bool has_ladder = false;
    for (const KnobSpec& knob : the_case.knobs) {
      if (knob.type != KnobType::integer) continue;
      for (const std::int64_t step : knob.ladder) {
        has_ladder = true;
        if (step > max_ladder_step && !is_full_check()) continue;
        sizes.push_back(fixture.at_step(the_case, base, knob.name, std::to_string(step)));
      }
    }
    if (!has_ladder) sizes.push_back(base);
  }
  return sizes;
}

// Then a repeated visit costs the app nothing, whatever is counted.
bool nginx_has_it_on_a_repeat(const Case& the_case, const Variant& variant, const Knobs& knobs) {
  const test::HttpRequest request{.target = path_of(the_case, variant) + "?" + knobs.query_string()};
  test::fetch(test::base_url(), request);
  const std::string status = test::fetch(test::base_url(), request).header("cache-status").value_or("");
  return status.find("; hit") != std::string::npos;
}

bool is_memory_key(Key key) {
  return name_of(key).starts_with("mem-");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(contract, Fixture)

BOOST_DATA_TEST_CASE_F(Fixture, all_variants_answer_with_the_same_bytes_and_the_claims_hold_at_every_size,
                       boost::unit_test::data::make(slugs()), slug) {
  const Case& the_case = *find_case(slug);
  for (const auto& size : sizes_of(*this, the_case)) {
    const Request request = request_with(the_case, size);
    BOOST_TEST_CONTEXT(slug << " " << request.knobs.query_string()) {
      const CaseRun cold = run_variants(owners, request, the_case, true);
      const CaseRun warm = run_variants(owners, request_with(the_case, size), the_case, true);
      if (the_case.unequal_because.empty()) {
        BOOST_TEST(cold.equal.value());
        BOOST_TEST(warm.equal.value());
        for (const VariantRun& run : cold.runs)
          BOOST_TEST(run_of(warm.runs, run.variant->name)->body_sha256 == run.body_sha256, run.variant->name);
      }
      for (const Claim& claim : the_case.claims) {
        if (is_memory_key(claim.key) && !memory_is_counted()) continue;
        if (claim.when == When::at_once) continue;  // see below
        const Variant& variant = *the_case.variant(claim.variant);
        if (claim.when != When::any && variant.cached_by_nginx) {
          BOOST_TEST(nginx_has_it_on_a_repeat(the_case, variant, request.knobs), variant.name);
          continue;
        }
        const VariantRun run = claim.on_floor            ? *run_of(cold.floors, claim.variant)
                               : claim.when != When::any ? run_again(owners, request, the_case,
                                                                     *run_of(warm.runs, claim.variant), true)
                                                         : *run_of(cold.runs, claim.variant);
        const auto result = std::ranges::find(run.claims, &claim, &ClaimResult::claim);
        BOOST_TEST_REQUIRE((result != run.claims.end()), name_of(claim.key)
                                                             << " was not checked for " << claim.variant);
        const bool is_whole_table =
            claim.key == Key::rows_examined && claim.expected.relation == Relation::at_least;
        if (is_whole_table && reads_a_range(run)) continue;
        BOOST_TEST(result->holds, claim.variant << ": " << name_of(claim.key) << " is " << result->measured
                                                << ", the claim " << claim.expected.formula.text() << " says "
                                                << result->expected);
      }
    }
  }
}

BOOST_DATA_TEST_CASE_F(Fixture, requests_at_once_get_the_same_bytes_and_their_claims_hold,
                       boost::unit_test::data::make(slugs()), slug) {
  const Case& the_case = *find_case(slug);
  const DemoStep* step = the_case.step_at_once();
  if (step == nullptr) return;
  AtOnce at_once(4, [this] { return make_more(); });
  for (const auto& size : sizes_of(*this, the_case)) {
    const Request request = request_with(the_case, size);
    BOOST_TEST_CONTEXT(slug << " " << request.knobs.query_string()) {
      run_variants(owners, request, the_case, false);
      const CaseRun run = run_at_once(at_once, owners, request, the_case, step->prepare, true);
      BOOST_TEST(run.equal.value_or(true));
      for (const VariantRun& each : run.runs) BOOST_TEST(each.requests.size() == 4U);
      for (const Claim& claim : the_case.claims) {
        if (claim.when != When::at_once) continue;
        const VariantRun& of = *run_of(run.runs, claim.variant);
        const auto result = std::ranges::find(of.claims, &claim, &ClaimResult::claim);
        BOOST_TEST_REQUIRE((result != of.claims.end()), name_of(claim.key)
                                                            << " was not checked for " << claim.variant);
        BOOST_TEST(result->holds, claim.variant << ": " << name_of(claim.key) << " is " << result->measured
                                                << ", the claim " << claim.expected.formula.text() << " says "
                                                << result->expected);
      }
    }
  }
}

BOOST_DATA_TEST_CASE_F(Fixture, counts_grow_along_a_knob_as_the_case_declares,
                       boost::unit_test::data::make(slugs()), slug) {
  const Case& the_case = *find_case(slug);
  for (const Growth& growth : the_case.growth) {
    if (is_memory_key(growth.key) && !memory_is_counted()) continue;
    const KnobSpec* knob = knob_named(the_case, growth.over);
    BOOST_TEST_REQUIRE(knob != nullptr,
                       slug << " declares growth over " << growth.over << ", which is no knob of it");
    std::vector<std::string> steps;
    if (knob->type == KnobType::dataset) {
      for (const Dataset dataset : test::datasets()) steps.emplace_back(name_of(dataset));
    } else {
      for (const std::int64_t step : knob->ladder) steps.push_back(std::to_string(step));
    }
    std::vector<std::int64_t> values;
    bool is_range = false;
    for (const std::string& step : {steps.front(), steps.back()}) {
      const Request request = request_with(the_case, at_step(the_case, {}, growth.over, step));
      run_variants(owners, request, the_case, true);
      const CaseRun run = run_variants(owners, request, the_case, true);
      values.push_back(run_of(run.runs, growth.variant)->evidence.get(growth.key).value());
      is_range = reads_a_range(*run_of(run.runs, growth.variant));
    }
    if (is_range && growth.shape == Growth::Shape::grows) continue;
    const auto size_of_step = [&](const std::string& step) {
      return std::stod(step.starts_with('x') ? step.substr(1) : step);
    };
    const double sizes = size_of_step(steps.back()) / size_of_step(steps.front());
    const double ratio =
        static_cast<double>(values[1]) / static_cast<double>(std::max<std::int64_t>(values[0], 1));
    const bool holds = growth.shape == Growth::Shape::constant ? ratio <= 1.25 : ratio >= sizes / 2;
    BOOST_TEST(holds, slug << " " << growth.variant << ": " << name_of(growth.key) << " went from "
                           << values[0] << " to " << values[1] << " over " << growth.over << " "
                           << steps.front() << ".." << steps.back());
  }
}

BOOST_DATA_TEST_CASE_F(Fixture, json_answers_of_all_variants_are_the_same_bytes,
                       boost::unit_test::data::make(slugs()), slug) {
  const Case& the_case = *find_case(slug);
  if (!the_case.unequal_because.empty() || the_case.writes()) return;
  const auto json_of = [&](const Variant& variant) {
    return io::to_json(data_of(owners, request_with(the_case, {}), the_case, variant));
  };
  const std::string first = json_of(the_case.variants.front());
  BOOST_TEST(first != "null");
  for (const Variant& variant : the_case.variants) {
    BOOST_TEST(json_of(variant) == first, slug << " " << variant.name);
  }
}

BOOST_DATA_TEST_CASE_F(Fixture,
                       a_visitor_who_comes_back_gets_the_same_page_or_is_told_that_it_has_not_changed,
                       boost::unit_test::data::make(slugs()), slug) {
  const Case& the_case = *find_case(slug);
  if (the_case.writes()) return;
  for (const VariantRun& first : run_variants(owners, request_with(the_case, {}), the_case, false).runs) {
    const VariantRun again = run_again(owners, request_with(the_case, {}), the_case, first, false);
    BOOST_TEST_CONTEXT(slug << " " << first.variant->name) {
      if (first.revisit.empty()) {
        BOOST_TEST(again.status == first.status);
        if (the_case.unequal_because.empty()) BOOST_TEST(again.body_sha256 == first.body_sha256);
      } else {
        BOOST_TEST(again.status == 304);
        BOOST_TEST(again.evidence.get(Key::bytes).value() == 0);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
