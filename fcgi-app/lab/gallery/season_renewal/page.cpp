#include "core/csv.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view block_sql = "SELECT name, raise_percent FROM arena_block WHERE id = ?";
constexpr std::string_view open_sql = "INSERT INTO arena_renewal (block_id) VALUES (?)";
constexpr std::string_view copy_sql = R"(
  INSERT INTO arena_renewal_ticket (renewal_id, ticket_id, class, cents)
  SELECT ?, id, class, cents + ROUND(cents * ? / 100)
    FROM arena_season_ticket
   WHERE block_id = ? AND is_given_up = FALSE
   ORDER BY id LIMIT ?)";
constexpr std::string_view classes_sql =
    "SELECT class, COUNT(*), SUM(cents), MAX(cents) FROM arena_renewal_ticket WHERE renewal_id = ? "
    "GROUP BY class ORDER BY class";
constexpr std::string_view remove_tickets_sql = "DELETE FROM arena_renewal_ticket WHERE renewal_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM arena_renewal WHERE id = ?";
constexpr std::int64_t renewals_kept = 20;

struct Block {
  std::string name;
  std::int64_t raise_percent;
  static constexpr auto columns = std::tuple(&Block::name, &Block::raise_percent);
};
struct Class {
  std::string name;
  std::int64_t tickets, cents, highest_cents;
  static constexpr auto columns =
      std::tuple(&Class::name, &Class::tickets, &Class::cents, &Class::highest_cents);
};

std::int64_t renew(Database& db, std::int64_t block_id, const Block& block, std::int64_t n) {
  std::int64_t renewal = 0;
  db.transaction([&] {
    db.execute(open_sql, block_id);
    renewal = db.last_insert_id();
    db.execute(copy_sql, renewal, block.raise_percent, block_id, n);
    db.execute(remove_tickets_sql, renewal - renewals_kept);
    db.execute(remove_sql, renewal - renewals_kept);
  });
  return renewal;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("block");
  const auto block = services.db.query_one<Block>(block_sql, id);
  if (!block) throw NotFound("there is no block " + std::to_string(id));
  const std::int64_t renewal = renew(services.db, id, *block, request.knobs.n());
  const auto classes = services.db.query<Class>(classes_sql, renewal);
  Response response;
  std::string& file = response.body;
  Csv(file).text("block").text("class").text("tickets").text("sum").text("highest").end_record();
  for (const Class& each : classes)
    Csv(file)
        .text(block->name)
        .text(each.name)
        .number(std::to_string(each.tickets))
        .number(price_of(each.cents))
        .number(price_of(each.highest_cents))
        .end_record();
  return response.set("Content-Type", "text/csv; charset=utf-8").set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage season_renewal() {
  return {
      .summary =
          "an ice rink renews the season tickets of a block at next season's prices, sums as a CSV file",
      .why =
          "Innocent: as many rows are written as tickets are renewed, and rows of an older renewal are "
          "removed. But the database copies them with a single INSERT .. SELECT, whose prices it computes. "
          "There are four writes and one commit, however many tickets the block has.",
      .knobs = {items_knob("tickets to renew at most", 2'560),
                {.name = "block", .help = "number of the block", .initial = 4, .minimum = 1, .maximum = 6},
                dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
