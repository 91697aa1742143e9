#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Each source has its own table. The newest of each are enough for the newest of all.
constexpr std::string_view newest_sql = R"(
  (SELECT 'reply' AS source, answered_at AS at, id, excerpt FROM bell_reply
    WHERE member_id = ? ORDER BY answered_at DESC, id DESC LIMIT ?)
  UNION ALL
  (SELECT 'mention', mentioned_at, id, excerpt FROM bell_mention
    WHERE member_id = ? ORDER BY mentioned_at DESC, id DESC LIMIT ?)
  UNION ALL
  (SELECT 'follower', followed_at, id, nickname FROM bell_follower
    WHERE member_id = ? ORDER BY followed_at DESC, id DESC LIMIT ?)
  ORDER BY at DESC, source, id DESC LIMIT ?)";
constexpr std::string_view seen_sql = "SELECT seen_at FROM bell_seen WHERE member_id = ?";

struct Notice {
  std::string source, at;
  std::int64_t id;
  std::string text;
  static constexpr auto columns = std::tuple(&Notice::source, &Notice::at, &Notice::id, &Notice::text);
};

struct Seen {
  std::string at;
  static constexpr auto columns = std::tuple(&Seen::at);
};

std::string headline(const Notice& notice) {
  if (notice.source == "reply") return "Somebody answered: " + notice.text;
  return notice.source == "mention" ? "You were mentioned: " + notice.text : notice.text + " follows you";
}

Response show(const Request& request, Services& services) {
  const std::int64_t member = request.knobs.integer("member"), n = request.knobs.n();
  const auto seen = services.db.query_one<Seen>(seen_sql, member);
  const auto notices = services.db.query<Notice>(newest_sql, member, n, member, n, member, n, n);
  std::int64_t unseen = 0;
  Rows rows({"anchor", "headline", "at", "is_new"});
  for (const Notice& notice : notices) {
    const bool is_new = !seen || notice.at > seen->at;
    unseen += is_new ? 1 : 0;
    rows.add(notice.source + "-" + std::to_string(notice.id), headline(notice), notice.at.substr(0, 16),
             is_new);
  }
  return services.page(Value::object({{"unseen", unseen}, {"notices", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage bell_notifications() {
  return {
      .summary = "what is behind the bell of a forum: replies, mentions and new followers, newest first",
      .why =
          "A UNION of three sources reads up to three times the rows that are shown. Each part takes the "
          "newest rows of one member from the end of an index, so nothing grows but the page.",
      .knobs = {items_knob("notices to show", 640),
                {.name = "member", .help = "number of the member", .initial = 7, .minimum = 1, .maximum = 10},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
