#include <algorithm>

#include "core/errors.hpp"
#include "io/json/json.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view entries_sql = R"(
  SELECT e.id, e.happened_at, e.action, c.name, e.changes
    FROM (SELECT id, happened_at, action, actor_id, changes FROM audit_entry
           WHERE subject_type = ? AND id < ? ORDER BY id DESC LIMIT ?) AS e
    LEFT JOIN customer AS c ON c.id = e.actor_id
   ORDER BY e.id DESC)";

struct Entry {
  std::int64_t id;
  std::string happened_at, action;
  std::optional<std::string> actor;
  std::string changes;
  static constexpr auto columns =
      std::tuple(&Entry::id, &Entry::happened_at, &Entry::action, &Entry::actor, &Entry::changes);
};

constexpr std::string_view subject_types[] = {"account", "invoice", "project"};

std::string printed(const Value& value) {
  const std::string* text = value.text();
  return text != nullptr ? *text : io::to_json(value);
}

// {"price": [3, 4], "title": ["A", "B"]} becomes "price: 3 → 4, title: A → B".
std::string sentence_of(std::string_view changes) {
  const auto document = io::from_json(changes);
  const Value::Object* members = document ? document->members() : nullptr;
  if (members == nullptr) return "";
  std::string sentence;
  for (const auto& [name, values] : *members) {
    const Value::List* both = values.items();
    if (both == nullptr || both->size() != 2) continue;
    if (!sentence.empty()) sentence += ", ";
    sentence += name + ": " + printed(both->front()) + " → " + printed(both->back());
  }
  return sentence;
}

void check_subject(std::string_view text) {
  if (!text.empty() && std::ranges::find(subject_types, text) == std::end(subject_types))
    throw BadRequest("the parameter subject must be account, invoice or project");
}

Response run(const Request& request, Services& services) {
  std::string_view subject = request.knobs.text("subject");
  if (subject.empty()) subject = "invoice";
  const std::int64_t n = request.knobs.n();
  const auto entries = services.db.query<Entry>(entries_sql, subject, request.knobs.integer("before"), n);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("entries").begin_list();
    for (const Entry& each : entries) {
      json.begin_object().key("id").number(each.id).key("at").text(each.happened_at);
      json.key("action").text(each.action).key("by").text(each.actor.value_or("system"));
      json.key("changes").text(sentence_of(each.changes)).end_object();
    }
    json.end_list().key("next");
    // A page that is not full is the last one.
    std::ssize(entries) < n ? json.null() : json.text("?before=" + std::to_string(entries.back().id));
    json.end_object();
  });
  response.set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage audit_entries() {
  return {
      .summary = "the audit log for one type of objects, newest first, as JSON with a link to the next page",
      .why =
          "A page begins where the one before ended. The server reads all newer rows of the type first, "
          "although its index holds the id too, but they are few. The column with the changes is long, and "
          "all "
          "of it is put into the sentence that is sent.",
      .knobs = {items_knob("entries on the page", 640),
                {.name = "before",
                 .help = "the page begins below this id",
                 .initial = 1'000'000'000,
                 .minimum = 1,
                 .maximum = 1'000'000'000},
                {.name = "subject",
                 .type = KnobType::text,
                 .help = "account, invoice or project",
                 .check_text = check_subject},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
