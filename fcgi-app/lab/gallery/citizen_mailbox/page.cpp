#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t on_a_page = 20;

constexpr std::string_view citizen_sql = "SELECT name FROM mailbox_citizen WHERE id = ?";
constexpr std::string_view counts_sql =
    "SELECT COUNT(*), SUM(is_unread) FROM mailbox_letter WHERE citizen_id = ?";
constexpr std::string_view letters_sql =
    "SELECT l.id, a.name, l.subject, LEFT(l.body, 90), l.sent_on, l.is_unread, l.answer_until "
    "FROM mailbox_letter AS l STRAIGHT_JOIN mailbox_authority AS a ON a.id = l.authority_id WHERE "
    "l.citizen_id = ? "
    "ORDER BY l.citizen_id DESC, l.id DESC LIMIT ? OFFSET ?";

struct Citizen {
  std::string name;
  static constexpr auto columns = std::tuple(&Citizen::name);
};
struct Counts {
  std::int64_t letters;
  std::optional<std::int64_t> unread;
  static constexpr auto columns = std::tuple(&Counts::letters, &Counts::unread);
};
struct Letter {
  std::int64_t id;
  std::string authority, subject, beginning, sent_on;
  bool is_unread;
  std::optional<std::string> answer_until;
  static constexpr auto columns =
      std::tuple(&Letter::id, &Letter::authority, &Letter::subject, &Letter::beginning, &Letter::sent_on,
                 &Letter::is_unread, &Letter::answer_until);
};

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("citizen"), page = request.knobs.integer("page");
  const auto citizen = services.db.query_one<Citizen>(citizen_sql, id);
  if (!citizen) throw NotFound("there is no mailbox " + std::to_string(id));
  const Counts counts = services.db.query_one<Counts>(counts_sql, id).value();
  const auto letters = services.db.query<Letter>(letters_sql, id, on_a_page, (page - 1) * on_a_page);
  Rows rows({"id", "authority", "subject", "beginning", "sent_on", "is_unread", "answer_until"});
  for (const Letter& each : letters)
    rows.add(each.id, each.authority, each.subject, each.beginning, each.sent_on, each.is_unread,
             each.answer_until);
  return services
      .page(Value::object({{"name", citizen->name},
                           {"letters", counts.letters},
                           {"unread", counts.unread.value_or(0)},
                           {"page", page},
                           {"pages", (counts.letters + on_a_page - 1) / on_a_page},
                           {"rows", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage citizen_mailbox() {
  return {
      .summary = "a citizen's mailbox at the authorities: letters, how many are unread, pages of twenty",
      .why =
          "Innocent: letters are counted exactly and pages are found by an offset, but within one mailbox. "
          "Nobody gets more than sixty letters before they are archived, and they lie together in the "
          "primary key, so count and offset read a few dozen rows however many citizens there are.",
      .knobs =
          {{.name = "citizen", .help = "number of the citizen", .initial = 388, .minimum = 1, .maximum = 500},
           {.name = "page", .help = "page of the mailbox", .initial = 1, .minimum = 1, .maximum = 3},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
