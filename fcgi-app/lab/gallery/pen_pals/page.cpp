#include <set>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Letter {
  std::string posted_on, subject;
  bool is_own;
  std::string other;
  static constexpr auto columns =
      std::tuple(&Letter::posted_on, &Letter::subject, &Letter::is_own, &Letter::other);
};

struct Member {
  std::string name;
  static constexpr auto columns = std::tuple(&Member::name);
};

constexpr std::string_view member_sql = "SELECT name FROM customer WHERE id = ?";
// Both directions of a member's correspondence, newest first.
constexpr std::string_view letters_sql = R"(
  SELECT l.posted_on, l.subject, l.sender_id = ?, c.name
    FROM pen_letter AS l
    STRAIGHT_JOIN customer AS c ON c.id = IF(l.sender_id = ?, l.recipient_id, l.sender_id)
   WHERE l.sender_id = ? OR l.recipient_id = ?
   ORDER BY l.posted_on DESC, l.id DESC)";

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("member");
  const auto member = services.db.query_one<Member>(member_sql, id);
  if (!member) throw NotFound("there is no member " + std::to_string(id));
  const auto letters = services.db.query<Letter>(letters_sql, id, id, id, id);
  std::set<std::string_view> pals;
  Rows rows({"posted_on", "is_own", "other", "subject"});
  for (const Letter& letter : letters) {
    pals.insert(letter.other);
    rows.add(letter.posted_on, letter.is_own, letter.other, letter.subject);
  }
  return services
      .page(Value::object({{"name", member->name}, {"pals", pals.size()}, {"letters", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage pen_pals() {
  return {
      .summary = "the letters that a member of a pen friends' club has sent and received",
      .why =
          "Senders are indexed, recipients are not. An OR needs both, so every letter of the club is read "
          "to find two dozen. With an index on the recipient, the server would merge the two.",
      .knobs = {{.name = "member",
                 .help = "number of the member",
                 .initial = 412,
                 .minimum = 1,
                 .maximum = 2'500,
                 .ladder = {412, 1'907}},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "database-index"}},
  };
}

}  // namespace caseload::gallery
