#include <algorithm>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Citizens know one word of what they need, and seldom the first one. A town has two or three hundred forms.
constexpr std::string_view forms_sql =
    "SELECT number, title, office, fee_cents FROM town_form WHERE title LIKE CONCAT('%', ?, '%') "
    "OR words LIKE CONCAT('%', ?, '%') ORDER BY number LIMIT 40";
constexpr std::string_view offices_sql = "SELECT code, name, open_hours FROM town_office";

struct Form {
  std::string number, title, office;
  std::int64_t fee_cents;
  static constexpr auto columns = std::tuple(&Form::number, &Form::title, &Form::office, &Form::fee_cents);
};
struct Office {
  std::string code, name, open_hours;
  static constexpr auto columns = std::tuple(&Office::code, &Office::name, &Office::open_hours);
};

void check_word(std::string_view text) {
  const bool is_plain = std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == ' '; });
  if (!is_plain || text.size() > 30)
    throw BadRequest("the parameter word must be at most 30 small letters and spaces");
}

std::string fee(std::int64_t cents) {
  return cents == 0 ? "free" : std::to_string(cents / 100) + " EUR";
}

Response show(const Request& request, Services& services) {
  std::string_view word = trimmed(request.knobs.text("word"));
  if (word.empty()) word = "permit";
  const auto forms = services.db.query<Form>(forms_sql, word, word);
  const auto offices = services.db.query<Office>(offices_sql);
  Rows rows({"number", "title", "office", "open", "fee"});
  for (const Form& form : forms) {
    const auto office = std::ranges::find(offices, form.office, &Office::code);
    const bool is_known = office != offices.end();
    rows.add(form.number, form.title, is_known ? std::string_view(office->name) : "by post",
             is_known ? std::string_view(office->open_hours) : "", fee(form.fee_cents));
  }
  return services.page(Value::object({{"word", word}, {"forms", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage form_finder() {
  return {
      .summary = "the town's forms that have to do with a word, and which office takes them",
      .why =
          "Innocent: both patterns begin with a wildcard and all forms are read. But there are 260 of them "
          "in every town, and that takes less than looking a word up elsewhere. The nine offices are read "
          "whole and found by going through them.",
      .knobs = {{.name = "word",
                 .type = KnobType::text,
                 .help = "a word, such as permit",
                 .check_text = check_word},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
