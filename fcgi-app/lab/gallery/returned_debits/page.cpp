#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <unordered_map>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t rows_at_once = 200;
constexpr std::int64_t files_kept = 40;

constexpr std::string_view fees_sql = "SELECT reason, words, cents FROM debit_fee ORDER BY reason";
constexpr std::string_view open_sql = "INSERT INTO debit_return_file (bank) VALUES (?)";
constexpr std::string_view add_sql = "INSERT INTO debit_return (file_id, reference, reason) VALUES ";
constexpr std::string_view lines_sql =
    "SELECT id, reference, reason FROM debit_return WHERE file_id = ? ORDER BY id";
constexpr std::string_view debits_sql =
    "SELECT id, reference, cents FROM debit_collected WHERE reference IN (";
constexpr std::string_view remove_lines_sql = "DELETE FROM debit_return WHERE file_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM debit_return_file WHERE id = ?";

struct Fee {
  std::string reason, words;
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&Fee::reason, &Fee::words, &Fee::cents);
};

struct Returned {
  std::string reference, reason;
};

struct Line {
  std::int64_t id;
  std::string reference, reason;
  static constexpr auto columns = std::tuple(&Line::id, &Line::reference, &Line::reason);
};

struct Debit {
  std::int64_t id;
  std::string reference;
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&Debit::id, &Debit::reference, &Debit::cents);
};

// What a file came to, by reason.
struct Sum {
  std::int64_t returned = 0, cents = 0;
};

struct Receipt {
  std::map<std::string, Sum> sums;
  std::vector<std::string> unknown;
};

std::string padded(std::int64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(12 - std::min<std::size_t>(12, digits.size()), '0') + digits;
}

std::string text_up_to(std::size_t longest, const Value& entry, std::size_t row, std::string_view column) {
  std::string text = text_in_row(entry, row, column);
  if (text.size() > longest)
    throw BadRequest("row " + std::to_string(row + 1) + ": " + std::string(column) + " is longer than " +
                     std::to_string(longest) + " characters");
  return text;
}

// What the other bank has sent back: in the body, or made up.
std::vector<Returned> returned_in(const Request& request) {
  constexpr std::string_view reasons[] = {"AM04", "AM04", "MS02", "AC04", "MD01"};
  const auto given = list_in_body(request, "returns");
  std::vector<Returned> returned;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at) {
    const auto row = static_cast<std::size_t>(at);
    if (given) {
      returned.push_back({.reference = text_up_to(14, (*given)[row], row, "reference"),
                          .reason = text_up_to(4, (*given)[row], row, "reason")});
    } else {
      const std::int64_t debit = 1 + (at * 37 + request.knobs.integer("bank")) % 19'000;
      returned.push_back({.reference = "DD" + padded(at % 23 == 7 ? debit * 7 + 1 : debit * 7),
                          .reason = std::string(reasons[row % std::size(reasons)])});
    }
  }
  return returned;
}

void add_lines(Database& db, std::int64_t file, std::span<const Returned> returned) {
  std::string sql(add_sql);
  std::vector<Parameter> values;
  for (const Returned& each : returned) {
    sql += values.empty() ? "(?, ?, ?)" : ", (?, ?, ?)";
    values.insert(values.end(),
                  {to_parameter(file), to_parameter(each.reference), to_parameter(each.reason)});
  }
  db.run_write(sql, values);
}

using Debits = std::unordered_map<std::string, Debit>;

Debits debits_of(Database& db, std::span<const Line> lines) {
  std::string sql(debits_sql);
  std::vector<Parameter> references;
  for (const Line& each : lines) {
    sql += references.empty() ? "?" : ", ?";
    references.push_back(to_parameter(each.reference));
  }
  Debits debits;
  for (Cursor rows = db.run(sql + ")", references); rows.next();) {
    auto debit = map_row<Debit>(rows);
    debits.emplace(debit.reference, debit);
  }
  return debits;
}

struct Match {
  std::int64_t line_id, debit_id, cents;
};

// One UPDATE for all of them.
void store(Database& db, const std::vector<Match>& matches) {
  if (matches.empty()) return;
  std::string whens, marks;
  std::vector<Parameter> debits, sums, ids;
  for (const Match& each : matches) {
    whens += " WHEN ? THEN ?";
    marks += ids.empty() ? "?" : ", ?";
    debits.insert(debits.end(), {to_parameter(each.line_id), to_parameter(each.debit_id)});
    sums.insert(sums.end(), {to_parameter(each.line_id), to_parameter(each.cents)});
    ids.push_back(to_parameter(each.line_id));
  }
  debits.insert(debits.end(), sums.begin(), sums.end());
  debits.insert(debits.end(), ids.begin(), ids.end());
  db.run_write("UPDATE debit_return SET debit_id = CASE id" + whens + " END, cents = CASE id" + whens +
                   " END WHERE id IN (" + marks + ")",
               debits);
}

void match(Database& db, std::span<const Line> lines, const std::vector<Fee>& fees, Receipt& receipt) {
  const Debits debits = debits_of(db, lines);
  std::vector<Match> matches;
  for (const Line& each : lines) {
    const auto debit = debits.find(each.reference);
    const auto fee = std::ranges::find(fees, each.reason, &Fee::reason);
    if (debit == debits.end() || fee == fees.end()) {
      receipt.unknown.push_back(each.reference);
      continue;
    }
    const std::int64_t cents = debit->second.cents + fee->cents;
    matches.push_back({.line_id = each.id, .debit_id = debit->second.id, .cents = cents});
    Sum& sum = receipt.sums[fee->words];
    ++sum.returned;
    sum.cents += cents;
  }
  store(db, matches);
}

// Calls `work` with portions of a list.
template <class Row, class Work>
void in_portions(const std::vector<Row>& rows, const Work& work) {
  for (std::size_t from = 0; from < rows.size(); from += rows_at_once)
    work(std::span<const Row>(rows).subspan(from, std::min(rows_at_once, rows.size() - from)));
}

void remove_file(Database& db, std::int64_t file) {
  if (file < 1) return;
  db.execute(remove_lines_sql, file);
  db.execute(remove_sql, file);
}

std::string xml_of(const Receipt& receipt) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<receipt>\n";
  for (const auto& [reason, sum] : receipt.sums) {
    xml += "  <matched number=\"" + std::to_string(sum.returned) + "\" cents=\"" + std::to_string(sum.cents) +
           "\">";
    append_html_escaped(reason, xml);
    xml += "</matched>\n";
  }
  for (const std::string& each : receipt.unknown) {
    xml += "  <unknown>";
    append_html_escaped(each, xml);
    xml += "</unknown>\n";
  }
  return xml + "</receipt>\n";
}

Response run(const Request& request, Services& services) {
  Database& db = services.db;
  const std::vector<Returned> returned = returned_in(request);
  const auto fees = db.query<Fee>(fees_sql);
  Receipt receipt;
  db.transaction([&] {
    receipt = {};
    db.execute(open_sql, request.knobs.integer("bank"));
    const std::int64_t file = db.last_insert_id();
    in_portions(returned, [&](std::span<const Returned> portion) { add_lines(db, file, portion); });
    const auto lines = db.query<Line>(lines_sql, file);
    in_portions(lines, [&](std::span<const Line> portion) { match(db, portion, fees, receipt); });
    remove_file(db, file - files_kept);
  });
  return Response{.body = xml_of(receipt)}
      .set("Content-Type", "application/xml; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage returned_debits() {
  return {
      .summary = "another bank sends direct debits back: matched, charged a fee, and confirmed as XML",
      .why =
          "Innocent: loops insert, look up and update, and each line gets an amount of its own. But they "
          "take 200 lines at a time: one INSERT, one query for the debits, and one UPDATE with a CASE for "
          "what belongs to each. All of it has one commit.",
      .knobs = {items_knob("debits in the file", 2'560),
                {.name = "bank", .help = "number of the bank", .initial = 6, .minimum = 1, .maximum = 60},
                dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
