#include <algorithm>

#include "io/text/markdown.hpp"
#include "pages/case_page.hpp"
#include "pages/pages.hpp"

namespace caseload::site {
namespace {

// A question about a symptom, and the evidence keys for which a claim or growth of a slow variant means yes.
// The cases are found by their declarations, so a new case shows up here automatically.
struct Question {
  const char* id;
  const char* question;
  const char* look;
  std::vector<Key> keys;
  bool warm = false;
};

const std::vector<Question>& questions() {
  static const std::vector<Question> all = {
      {"many-statements",
       "Does the page run more queries the more it shows?",
       "Count the queries of one request at two sizes: in the Evidence header, the "
       "database's general log, or a debug toolbar.",
       {Key::sql, Key::sql_write, Key::commits}},
      {"same-work-again",
       "Does a second, identical request do all the work again?",
       "Send it twice and compare queries, cache hits and bytes sent.",
       {Key::sql, Key::bytes, Key::cache_hit, Key::cache_miss, Key::rows},
       true},
      {"rows",
       "Does the database send or read far more rows than the page shows?",
       "Compare rows sent and rows examined with the items on the page; EXPLAIN shows a full scan.",
       {Key::rows, Key::rows_examined, Key::full_scan, Key::sort_rows}},
      {"columns",
       "Are columns or bytes fetched that the page never uses?",
       "Compare columns fetched with columns read, and bytes from the database with bytes on the page.",
       {Key::cols, Key::cols_read, Key::db_bytes}},
      {"cpu",
       "Is the CPU busy in the application itself, with few queries?",
       "Look at the CPU time by phase and at the allocations of one request.",
       {Key::cpu_app, Key::cpu_render, Key::cpu_middleware, Key::mem_count, Key::mem_bytes, Key::log_bytes}},
      {"memory",
       "Does memory grow with the table?",
       "Compare the peak memory of one request at two dataset sizes, by owner.",
       {Key::mem_peak, Key::mem_peak_driver, Key::mem_peak_app, Key::mem_peak_render}},
      {"waiting",
       "Does the visitor wait long for the first byte, or for work that the response does not need?",
       "Compare the time to the first byte with the time to the last.",
       {Key::first_byte, Key::jobs, Key::total}},
      {"bytes",
       "Is the same body sent again to a client that already has it?",
       "Look for 304 responses and validators in the network panel.",
       {Key::bytes}}};
  return all;
}

// What a case's headline measure does, where the question looks at that measure: "Queries: 1 + n".
// std::nullopt where it does not.
std::optional<std::string> sign_of(const Case& the_case, const Question& question) {
  for (const Variant& variant : the_case.variants) {
    if (!variant.headline || (variant.headline->when != When::any) != question.warm) continue;
    const Key key = variant.headline->key;
    if (std::ranges::find(question.keys, key) == question.keys.end()) continue;
    const std::string what = std::string(evidence_key(key).title) + (question.warm ? ", on every visit" : "");
    for (const Claim& claim : the_case.claims)
      if (claim.variant == variant.name && claim.key == key && !claim.on_floor)
        return what + ": " + claim.expected.rule();
    for (const Growth& growth : the_case.growth)
      if (growth.variant == variant.name && growth.key == key && growth.shape == Growth::Shape::grows)
        return what + ": grows with " + growth.over;
    return what;
  }
  return std::nullopt;
}

Value entry_value(const CaseEntry& entry, const std::string& sign) {
  return Value::object({{"slug", entry.the_case.slug},
                        {"title", entry.lesson.title},
                        {"href", page_of_case(entry.the_case.slug)},
                        {"category_title", title_of(entry.lesson.category)},
                        {"symptom", io::markdown_to_html(entry.lesson.symptom)},
                        {"sign", sign.empty() ? Value() : Value(sign)}});
}

}  // namespace

void write_symptoms(PageWriter& writer, const std::vector<CaseEntry>& cases) {
  std::vector<bool> placed(cases.size(), false);
  Value groups = Value::list();
  for (const Question& question : questions()) {
    Value entries = Value::list();
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const auto sign = sign_of(cases[i].the_case, question);
      if (!sign) continue;
      placed[i] = true;
      entries.add(entry_value(cases[i], *sign));
    }
    if (entries.items()->empty()) continue;
    groups.add(Value::object({{"id", question.id},
                              {"question", question.question},
                              {"look", question.look},
                              {"cases", std::move(entries)}}));
  }
  Value others = Value::list();
  Value all = Value::list();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!placed[i]) others.add(entry_value(cases[i], ""));
    all.add(entry_value(cases[i], ""));
  }
  Value model =
      Value::object({{"groups", std::move(groups)}, {"others", std::move(others)}, {"all", std::move(all)}});
  writer.write({"symptoms.html",
                "Find a problem by symptom",
                "From the symptoms of a slow page to their cause.",
                "symptoms.html",
                "",
                {},
                {},
                {},
                "symptoms-page",
                false},
               "symptoms", std::move(model));
}

}  // namespace caseload::site
