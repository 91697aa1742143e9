#include <algorithm>
#include <span>
#include <unordered_map>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t lines_at_once = 200;
constexpr std::int64_t files_kept = 40;

constexpr std::string_view treatments_sql = "SELECT code, max_cents FROM invoice_treatment";
constexpr std::string_view file_sql = "INSERT INTO invoice_file (clinic) VALUES (?)";
constexpr std::string_view lines_sql =
    "INSERT INTO invoice_file_line (file_id, position, patient, treatment, cents) VALUES ";
constexpr std::string_view remove_lines_sql = "DELETE FROM invoice_file_line WHERE file_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM invoice_file WHERE id = ?";

struct Treatment {
  std::string code;
  std::int64_t max_cents;
  static constexpr auto columns = std::tuple(&Treatment::code, &Treatment::max_cents);
};

struct Line {
  std::int64_t position;
  std::string patient, treatment;
  std::int64_t cents;
};

struct Refusal {
  std::int64_t position;
  std::string_view reason;
};

std::vector<Line> lines_of(const Request& request) {
  const auto given = list_in_body(request, "lines");
  std::vector<Line> lines;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at) {
    const auto row = static_cast<std::size_t>(at);
    if (given) {
      const Value& entry = (*given)[row];
      lines.push_back({.position = at + 1,
                       .patient = text_in_row(entry, row, "patient"),
                       .treatment = text_in_row(entry, row, "treatment"),
                       .cents = integer_in_row(entry, row, "cents")});
    } else {
      lines.push_back({.position = at + 1,
                       .patient = "P-" + std::to_string(40'000 + at * 7),
                       .treatment = "T" + std::to_string(1'001 + at * 13 % 303),
                       .cents = 1'500 + at * 37 % 20'000});
    }
  }
  return lines;
}

// Moves what can't be paid from the lines to the list of refusals.
std::vector<Refusal> refuse(std::vector<Line>& lines, Database& db) {
  std::unordered_map<std::string, std::int64_t> max_cents;
  for (Treatment& each : db.query<Treatment>(treatments_sql))
    max_cents.emplace(std::move(each.code), each.max_cents);
  std::vector<Refusal> refusals;
  std::erase_if(lines, [&](const Line& line) {
    const auto found = max_cents.find(line.treatment);
    if (found == max_cents.end()) {
      refusals.push_back({.position = line.position, .reason = "unknown treatment"});
    } else if (line.cents > found->second) {
      refusals.push_back({.position = line.position, .reason = "more than agreed"});
    }
    return found == max_cents.end() || line.cents > found->second;
  });
  return refusals;
}

void store(std::int64_t file, std::span<const Line> lines, Database& db) {
  std::string sql(lines_sql);
  std::vector<Parameter> values;
  for (const Line& line : lines) {
    sql += values.empty() ? "(?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?)";
    values.insert(values.end(), {to_parameter(file), to_parameter(line.position), to_parameter(line.patient),
                                 to_parameter(line.treatment), to_parameter(line.cents)});
  }
  db.run_write(sql, values);
}

void remove_file(Database& db, std::int64_t file) {
  if (file < 1) return;
  db.execute(remove_lines_sql, file);
  db.execute(remove_sql, file);
}

Response take_in(const Request& request, Services& services) {
  Database& db = services.db;
  std::vector<Line> lines = lines_of(request);
  const auto refusals = refuse(lines, db);
  db.transaction([&] {
    db.execute(file_sql, request.knobs.integer("clinic"));
    const std::int64_t file = db.last_insert_id();
    for (std::size_t from = 0; from < lines.size(); from += lines_at_once)
      store(file, std::span(lines).subspan(from, std::min(lines_at_once, lines.size() - from)), db);
    remove_file(db, file - files_kept);
  });
  std::int64_t cents = 0;
  for (const Line& each : lines) cents += each.cents;
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("accepted").number(static_cast<std::int64_t>(lines.size()));
    json.key("amount").text(price_of(cents)).key("refused").begin_list();
    for (const Refusal& each : refusals)
      json.begin_object().key("line").number(each.position).key("reason").text(each.reason).end_object();
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage clinic_invoices() {
  return {
      .summary = "a clinic sends its invoices to a health insurer as JSON, and learns which are refused",
      .why =
          "Innocent: the three hundred agreed treatments are read whole, because most files need most of "
          "them, and lines are checked in memory. Two hundred lines share an INSERT, all in one transaction.",
      .knobs =
          {items_knob("lines of the file", 2'560),
           {.name = "clinic", .help = "number of the clinic", .initial = 17, .minimum = 1, .maximum = 99},
           dataset_knob()},
      .run = take_in,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
