#include <algorithm>
#include <map>
#include <random>
#include <span>
#include <unordered_set>

#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view last_number_sql = "SELECT MAX(number) FROM tombola_ticket";
constexpr std::string_view prizes_sql = "SELECT name, pieces FROM tombola_prize ORDER BY position";
constexpr std::size_t tickets_in_one_query = 100;

struct LastNumber {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&LastNumber::number);
};

struct Prize {
  std::string name;
  std::int64_t pieces;
  static constexpr auto columns = std::tuple(&Prize::name, &Prize::pieces);
};

struct Ticket {
  std::string holder, phone;
};

// The notary keeps the seed, so that the draw can be repeated and checked.
std::vector<std::int64_t> drawn_numbers(std::int64_t seed, std::int64_t last, std::size_t wanted) {
  std::mt19937_64 generator(static_cast<std::uint64_t>(seed));
  std::uniform_int_distribution<std::int64_t> any_number(1, last);
  std::unordered_set<std::int64_t> seen;
  std::vector<std::int64_t> numbers;
  while (numbers.size() < wanted)
    if (const std::int64_t number = any_number(generator); seen.insert(number).second)
      numbers.push_back(number);
  return numbers;
}

void load_tickets(Database& db, std::span<const std::int64_t> numbers,
                  std::map<std::int64_t, Ticket>& tickets) {
  std::string sql = "SELECT number, holder, phone FROM tombola_ticket WHERE number IN (?";
  for (std::size_t i = 1; i < numbers.size(); ++i) sql += ", ?";
  std::vector<Parameter> values;
  for (const std::int64_t each : numbers) values.push_back(to_parameter(each));
  for (Cursor found = db.run(sql + ")", values); found.next();)
    tickets.emplace(found.integer(0), Ticket{.holder = found.text(1), .phone = found.text(2)});
}

Response draw(const Request& request, Services& services) {
  const auto last = services.db.query_one<LastNumber>(last_number_sql);
  const auto prizes = services.db.query<Prize>(prizes_sql);
  const auto numbers =
      drawn_numbers(request.knobs.integer("seed"), last->number, static_cast<std::size_t>(request.knobs.n()));
  std::map<std::int64_t, Ticket> tickets;
  const std::span<const std::int64_t> all(numbers);
  for (std::size_t i = 0; i < all.size(); i += tickets_in_one_query)
    load_tickets(services.db, all.subspan(i, std::min(tickets_in_one_query, all.size() - i)), tickets);

  Response response;
  std::string& file = response.body;
  Csv(file).text("Prize").text("Ticket").text("Holder").text("Phone").end_record();
  std::size_t prize = 0;
  std::int64_t left = prizes.front().pieces;
  for (const std::int64_t number : numbers) {
    if (left == 0 && prize + 1 < prizes.size()) left = prizes[++prize].pieces;
    const auto ticket = tickets.find(number);
    if (ticket == tickets.end()) continue;
    left = std::max<std::int64_t>(left - 1, 0);
    Csv(file)
        .text(prizes[prize].name)
        .number(std::to_string(number))
        .text(ticket->second.holder)
        .text(ticket->second.phone)
        .end_record();
  }
  return response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"winners.csv\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage tombola_winners() {
  return {
      .summary = "the winners of a tombola, drawn before a notary, as a CSV file with their phone numbers",
      .why =
          "Innocent: the numbers are drawn in code from a seed, so no table has them and no join could find "
          "the tickets. They are looked up by the primary key, a hundred in a query. More winners take more "
          "queries, but no query gets longer than that.",
      .knobs =
          {items_knob("winners to draw", 2'560),
           {.name = "seed", .help = "the notary's number", .initial = 2026, .minimum = 1, .maximum = 99'999},
           dataset_knob()},
      .run = draw,
  };
}

}  // namespace caseload::gallery
