#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

// Editors work on a draft, which is a copy of the menu.
constexpr std::string_view copy_sql =
    "INSERT INTO site_menu_draft_entry (draft_id, entry_id, position, label) SELECT ?, entry_id, position, "
    "label "
    "FROM site_menu_entry WHERE menu_id = ? AND position <= ?";
constexpr std::string_view entries_sql =
    "SELECT entry_id, label FROM site_menu_draft_entry WHERE draft_id = ? ORDER BY position, entry_id";
constexpr std::string_view place_sql =
    "UPDATE site_menu_draft_entry SET position = ? WHERE draft_id = ? AND entry_id = ?";

struct Entry {
  std::int64_t id;
  std::string label;
  static constexpr auto columns = std::tuple(&Entry::id, &Entry::label);
};

// The editor drags an entry to a place; the browser sends the order of all, {"order": [{"id": 3}, ..]}.
// Without a body, the last entry goes to the top.
void move_as_asked(const Request& request, std::vector<Entry>& entries) {
  const auto order = list_in_body(request, "order");
  if (!order) {
    std::rotate(entries.rbegin(), entries.rbegin() + (entries.empty() ? 0 : 1), entries.rend());
    return;
  }
  for (std::size_t place = 0; place < std::min(order->size(), entries.size()); ++place) {
    const std::int64_t id = integer_in_row((*order)[place], place, "id");
    const auto rest = entries.begin() + static_cast<std::ptrdiff_t>(place);
    const auto found = std::find_if(rest, entries.end(), [id](const Entry& each) { return each.id == id; });
    if (found == entries.end()) throw BadRequest("the menu has no entry " + std::to_string(id));
    std::rotate(rest, found, found + 1);
  }
}

class Draft {
 public:
  Draft(Database& db, std::int64_t menu, std::int64_t entries) : db_(db) {
    db_.transaction([&] {
      db_.execute("INSERT INTO site_menu_draft (menu_id) VALUES (?)", menu);
      id_ = db_.last_insert_id();
      db_.execute(copy_sql, id_, menu, entries);
    });
  }
  // A preview, which is not kept. The entries are deleted with their draft.
  ~Draft() {
    try {
      db_.execute("DELETE FROM site_menu_draft WHERE id = ?", id_);
    } catch (...) {
      // The draft stays. It is not shown anywhere.
    }
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  std::vector<Entry> entries() const { return db_.query<Entry>(entries_sql, id_); }
  void place(const std::vector<Entry>& entries) {
    db_.transaction([&] {
      std::int64_t position = 0;
      for (const Entry& each : entries) db_.execute(place_sql, ++position, id_, each.id);
    });
  }

 private:
  Database& db_;
  std::int64_t id_ = 0;
};

Response run(const Request& request, Services& services) {
  const std::int64_t menu = request.knobs.integer("menu");
  Draft draft(services.db, menu, request.knobs.n());
  auto entries = draft.entries();
  move_as_asked(request, entries);
  draft.place(entries);
  entries = draft.entries();
  Rows rows({"id", "label"});
  for (const Entry& each : entries) rows.add(each.id, each.label);
  return services.page(Value::object({{"menu", menu}, {"entries", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage menu_reorder() {
  return {
      .summary = "an editor drags an entry of a site's menu to another place, in a draft of the menu",
      .why =
          "When one entry moves, the positions of all are saved, each with an UPDATE of its own. One UPDATE "
          "with a CASE, or two with ranges of positions, would move them.",
      .knobs = {items_knob("entries of the menu", 640),
                {.name = "menu", .help = "number of the menu", .initial = 2, .minimum = 1, .maximum = 8},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "bulk-update"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
