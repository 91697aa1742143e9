#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view newsletter_sql = "SELECT subject, sender FROM newsletter WHERE id = ?";
constexpr std::string_view blocks_sql =
    "SELECT html FROM newsletter_block WHERE newsletter_id = ? AND position <= ? ORDER BY position";

struct Newsletter {
  std::string subject, sender;
  static constexpr auto columns = std::tuple(&Newsletter::subject, &Newsletter::sender);
};

struct Block {
  std::string html;
  static constexpr auto columns = std::tuple(&Block::html);
};

const io::BacktrackingPattern comment(R"(<!--[\s\S]*?-->)");
const io::BacktrackingPattern tag(R"(<[^<>]*>)");

std::string without(const io::BacktrackingPattern& pattern, std::string_view text, Matcher& matcher) {
  std::string kept;
  while (const auto found = matcher.find(pattern, text)) {
    kept.append(text.substr(0, found->at));
    text.remove_prefix(found->at + found->length);
  }
  return kept.append(text);
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("newsletter");
  const auto newsletter = services.db.query_one<Newsletter>(newsletter_sql, id);
  if (!newsletter) throw NotFound("there is no newsletter " + std::to_string(id));
  std::string html;
  for (const Block& block : services.db.query<Block>(blocks_sql, id, request.knobs.n())) html += block.html;
  const std::string text = without(tag, without(comment, html, services.matcher), services.matcher);
  return services
      .page(Value::object({{"subject", newsletter->subject},
                           {"sender", newsletter->sender},
                           {"html_bytes", html.size()},
                           {"text", text}}))
      .set("Cache-Control", "private, no-cache");
}

}  // namespace

GalleryPage newsletter_preview() {
  return {
      .summary = "a newsletter as plain text, before it is sent",
      .why =
          "Comments are searched for from each `<!--` to the next `-->`. In newsletters from a word "
          "processor, comments are opened and never closed. Each of them is then followed to the end of the "
          "newsletter in vain: twice as many blocks take four times as many steps.",
      .knobs = {items_knob("blocks of the newsletter", 640),
                {.name = "newsletter", .help = "which newsletter", .initial = 3, .minimum = 1, .maximum = 12},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "regex-backtracking"}},
  };
}

}  // namespace caseload::gallery
