// Products picked at random differ by nature, so the variants are compared by what their picks have in
// common: six different products in stock, each of which is as likely as any other.
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/test/unit_test.hpp>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "app/case_pages/run_variants.hpp"
#include "core/catalogue.hpp"
#include "io/json/json.hpp"
#include "tests/support/stack_owners.hpp"

namespace caseload {
namespace {

struct InStock {
  std::string sku;
  static constexpr auto columns = std::tuple(&InStock::sku);
};

struct Fixture : test::StackOwners {
  const Case& the_case = *find_case("random-order");
  std::map<std::string, std::size_t> place;  // of each product in stock, in the order of their ids

  Fixture() {
    Trace trace(clock, false);
    Database db(owners.connections, trace, Dataset::x1);
    for (InStock& each : db.query<InStock>("SELECT sku FROM product WHERE stock > 0 ORDER BY id"))
      place.emplace(std::move(each.sku), place.size());
  }

  std::vector<std::string> draw(const std::string& variant, std::int64_t seed) {
    Request request;
    request.id = std::string(32, '0');
    request.path = request.target = "/cases/random-order/" + variant;
    request.knobs = Knobs::parse(the_case.knobs, {{"seed", std::to_string(seed)}});
    const Value page = data_of(owners, request, the_case, *the_case.variant(variant));
    std::vector<std::string> skus;
    for (const Value& product : *page["products"].items()) skus.emplace_back(product["sku"].text_or(""));
    return skus;
  }
};

// How many of the picks are in each of as many parts of the list, all equally long.
class Parts {
 public:
  Parts(std::size_t parts, std::size_t products) : picks_(parts), products_(products) {}
  void add(std::size_t place) { ++picks_[place * picks_.size() / products_]; }

  // Beyond what one in a million uniform draws reaches (Pearson's chi-square test).
  bool are_uneven() const {
    const auto total = static_cast<double>(std::accumulate(picks_.begin(), picks_.end(), 0));
    const double expected = total / static_cast<double>(picks_.size());
    double sum = 0;
    for (const int picks : picks_) sum += (picks - expected) * (picks - expected) / expected;
    const boost::math::chi_squared distribution(static_cast<double>(picks_.size() - 1));
    return sum > boost::math::quantile(boost::math::complement(distribution, 1e-6));
  }

 private:
  std::vector<int> picks_;
  std::size_t products_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(random_order, Fixture)

BOOST_AUTO_TEST_CASE(each_product_in_stock_is_as_likely_as_any_other) {
  const std::map<std::string, std::pair<std::int64_t, std::size_t>> draws_and_parts{{"fast", {500, 20}},
                                                                                    {"slow", {40, 6}}};
  for (const auto& [variant, size] : draws_and_parts) {
    Parts parts(size.second, place.size());
    for (std::int64_t seed = 1; seed <= size.first; ++seed) {
      const auto skus = draw(variant, seed);
      BOOST_TEST_REQUIRE(std::set(skus.begin(), skus.end()).size() == 6U, variant << " seed " << seed);
      for (const std::string& sku : skus) {
        BOOST_TEST_REQUIRE(place.contains(sku), sku << " is not in stock");
        parts.add(place.at(sku));
      }
    }
    BOOST_TEST(!parts.are_uneven(), variant);
  }
}

// What picking in the order of the ids would do: the six lowest of ten.
BOOST_AUTO_TEST_CASE(a_preference_for_low_ids_would_be_noticed) {
  std::mt19937_64 generator(1);
  std::uniform_int_distribution<std::size_t> any_place(0, place.size() - 1);
  Parts parts(20, place.size());
  for (int draws = 0; draws < 500; ++draws) {
    std::vector<std::size_t> ten(10);
    for (std::size_t& each : ten) each = any_place(generator);
    std::ranges::sort(ten);
    for (std::size_t i = 0; i < 6; ++i) parts.add(ten[i]);
  }
  BOOST_TEST(parts.are_uneven());
}

BOOST_AUTO_TEST_CASE(a_draw_is_repeated_by_its_seed_and_new_without_one) {
  for (const char* variant : {"slow", "fast"}) {
    BOOST_TEST(draw(variant, 7) == draw(variant, 7), variant);
    BOOST_TEST(draw(variant, 7) != draw(variant, 8), variant);
    BOOST_TEST(draw(variant, 0) != draw(variant, 0), variant);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
