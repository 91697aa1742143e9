#include <stdexcept>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

// The mail room's own query builder: From("table").where("column", value).newest("column").limit(n).
class From {
 public:
  explicit From(std::string_view table) : text_("SELECT * FROM " + std::string(table)) {}

  From& where(std::string_view column, std::int64_t value) {
    text_.append(values_.empty() ? " WHERE " : " AND ").append(column).append(" = ?");
    values_.push_back(to_parameter(value));
    return *this;
  }
  From& newest(std::string_view column) {
    text_.append(" ORDER BY ").append(column).append(" DESC, id DESC");
    return *this;
  }
  From& limit(std::int64_t rows) {
    text_ += " LIMIT ?";
    values_.push_back(to_parameter(rows));
    return *this;
  }
  Cursor rows_in(Database& db) const { return db.run(text_, values_); }

 private:
  std::string text_;
  std::vector<Parameter> values_;
};

// Reads the columns of the current row by their names.
class Record {
 public:
  explicit Record(const Cursor& cursor) : cursor_(cursor) {}

  std::string text(std::string_view name) const { return cursor_.text(position_of(name)); }
  std::int64_t number(std::string_view name) const { return cursor_.integer(position_of(name)); }

 private:
  std::size_t position_of(std::string_view name) const {
    for (std::size_t at = 0; at < cursor_.column_count(); ++at)
      if (cursor_.column_name(at) == name) return at;
    throw std::out_of_range("there is no column " + std::string(name));
  }

  const Cursor& cursor_;
};

void write_letter(io::JsonWriter& json, const Record& letter) {
  const std::string received = letter.text("received_at");
  json.begin_object().key("id").number(letter.number("id")).key("received").text(received.substr(0, 16));
  json.key("sender").text(letter.text("sender")).key("subject").text(letter.text("subject"));
  json.key("pages").number(letter.number("pages")).end_object();
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("clerk");
  Cursor clerk = From("letter_clerk").where("id", id).rows_in(services.db);
  if (!clerk.next()) throw NotFound("there is no clerk " + std::to_string(id));
  Cursor letters = From("scanned_letter")
                       .where("clerk_id", id)
                       .newest("received_at")
                       .limit(request.knobs.n())
                       .rows_in(services.db);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("clerk").text(Record(clerk).text("name")).key("letters").begin_list();
    while (letters.next()) write_letter(json, Record(letters));
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage claim_inbox() {
  return {
      .summary = "the inbox of a health insurer's clerk: letters with sender, subject and pages, as JSON",
      .why =
          "The query builder always selects all columns. For the list that includes the recognised text of "
          "each letter, nine kilobytes that are only shown when a letter is opened.",
      .knobs = {{.name = "n",
                 .help = "letters in the list",
                 .initial = 80,
                 .minimum = 1,
                 .maximum = 320,
                 .ladder = {10, 40, 160, 320}},
                {.name = "clerk", .help = "number of the clerk", .initial = 2, .minimum = 1, .maximum = 2},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "deferred-loading"}},
  };
}

}  // namespace caseload::gallery
