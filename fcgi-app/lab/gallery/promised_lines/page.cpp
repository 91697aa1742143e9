#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// A framework agreement: the articles that a school may call off, and how many it has planned.
constexpr std::string_view lines_sql =
    "SELECT p.sku, p.name, 5 + p.id * 31 % 60 AS planned FROM indexed_product AS p ORDER BY p.id DESC LIMIT "
    "?";

struct Line {
  std::string sku, name;
  std::int64_t planned;
  static constexpr auto columns = std::tuple(&Line::sku, &Line::name, &Line::planned);
};

std::vector<io::HttpCall> calls_for(const std::vector<Line>& lines, Dataset dataset) {
  std::vector<io::HttpCall> calls;
  calls.reserve(lines.size());
  for (const Line& line : lines) calls.push_back(partners::stock_of(dataset, {&line.sku, 1}));
  return calls;
}

std::optional<std::int64_t> pieces_in(const io::HttpReply& reply) {
  const auto document = partners::document_in(reply);
  const Value::List* items = document ? (*document)["items"].items() : nullptr;
  if (items == nullptr || items->empty()) return std::nullopt;
  return items->front()["stock"].integer_or(0);
}

std::string_view promise(std::optional<std::int64_t> pieces, std::int64_t planned) {
  if (!pieces) return "please ask";
  if (*pieces >= planned) return "at once";
  return *pieces > 0 ? "in two parts" : "in four weeks";
}

Response show(const Request& request, Services& services) {
  const auto lines = services.db.query<Line>(lines_sql, request.knobs.n());
  const auto replies = services.partners.send_all(calls_for(lines, services.db.dataset()));
  Rows rows({"sku", "name", "planned", "promise"});
  for (std::size_t i = 0; i < lines.size(); ++i)
    rows.add(lines[i].sku, lines[i].name, lines[i].planned, promise(pieces_in(replies[i]), lines[i].planned));
  return services.page(Value::object({{"lines", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage promised_lines() {
  return {
      .summary = "a school's call-off list: when can the planned quantities be delivered?",
      .why =
          "The calls to the stock service are sent together, but there is one for each line of the list, "
          "although the service takes a hundred articles in a call.",
      .knobs = {items_knob("lines of the list", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "call-loop"}},
  };
}

}  // namespace caseload::gallery
