#include <algorithm>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view revisions_sql =
    "SELECT revision, editor, saved_at, body FROM wiki_revision WHERE page_id = ? AND revision IN (?, ?) "
    "ORDER BY revision";

struct Revision {
  std::int64_t number;
  std::string editor, saved_at, body;
  static constexpr auto columns =
      std::tuple(&Revision::number, &Revision::editor, &Revision::saved_at, &Revision::body);
};

std::vector<std::string_view> sentences_of(std::string_view text) {
  std::vector<std::string_view> sentences;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(". "), text.size() - 1) + 1;
    sentences.push_back(trimmed(text.substr(0, end)));
    text.remove_prefix(end);
  }
  return sentences;
}

struct Change {
  char sign;  // '+', '-' or ' '
  std::string_view sentence;
};

// The longest common subsequence of sentences. A page of the wiki has at most a few hundred.
std::vector<Change> changes_between(const std::vector<std::string_view>& before,
                                    const std::vector<std::string_view>& after) {
  const std::size_t width = after.size() + 1;
  std::vector<std::size_t> common((before.size() + 1) * width, 0);
  for (std::size_t i = before.size(); i-- > 0;)
    for (std::size_t j = after.size(); j-- > 0;)
      common[i * width + j] = before[i] == after[j]
                                  ? common[(i + 1) * width + j + 1] + 1
                                  : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
  std::vector<Change> changes;
  std::size_t i = 0, j = 0;
  while (i < before.size() || j < after.size()) {
    if (i < before.size() && j < after.size() && before[i] == after[j]) {
      changes.push_back({.sign = ' ', .sentence = before[i++]});
      ++j;
    } else if (j == after.size() ||
               (i < before.size() && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      changes.push_back({.sign = '-', .sentence = before[i++]});
    } else {
      changes.push_back({.sign = '+', .sentence = after[j++]});
    }
  }
  return changes;
}

Response show(const Request& request, Services& services) {
  const std::int64_t page = request.knobs.integer("article");
  const auto revisions = services.db.query<Revision>(revisions_sql, page, 1, 2);
  if (revisions.size() < 2) throw NotFound("article " + std::to_string(page) + " has not been changed");
  const Revision &before = revisions[0], &after = revisions[1];
  Rows rows({"sentence", "is_added", "is_removed"});
  for (const Change& each : changes_between(sentences_of(before.body), sentences_of(after.body)))
    rows.add(each.sentence, each.sign == '+', each.sign == '-');
  // Revisions never change.
  return services
      .page(Value::object({{"from", before.number},
                           {"to", after.number},
                           {"editor", after.editor},
                           {"saved_at", after.saved_at},
                           {"sentences", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=86400, immutable");
}

}  // namespace

GalleryPage wiki_changes() {
  return {
      .summary = "what changed between two revisions of a wiki's article",
      .why =
          "Two long texts are fetched and compared sentence by sentence in nested loops. They are what the "
          "page is about, they have a few dozen sentences each, and browsers keep the page for a day.",
      .knobs =
          {{.name = "article", .help = "number of the article", .initial = 45, .minimum = 1, .maximum = 160},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
