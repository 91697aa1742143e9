#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view desk_sql = "SELECT code, name FROM wire_desk WHERE id = ?";
constexpr std::string_view dispatches_sql = R"(
  SELECT d.id, d.sent_at, d.is_urgent, d.headline, a.name
    FROM (SELECT id, sent_at, is_urgent, headline, reporter_id FROM wire_dispatch
           WHERE desk_id = ? AND id < ? ORDER BY id DESC LIMIT ?) AS d
    LEFT JOIN author AS a ON a.id = d.reporter_id
   ORDER BY d.id DESC)";
constexpr std::string_view count_sql = "SELECT COUNT(*) FROM wire_dispatch WHERE desk_id = ?";

struct Desk {
  std::string code, name;
  static constexpr auto columns = std::tuple(&Desk::code, &Desk::name);
};

struct Dispatch {
  std::int64_t id;
  std::string sent_at;
  bool is_urgent;
  std::string headline;
  std::optional<std::string> reporter;
  static constexpr auto columns = std::tuple(&Dispatch::id, &Dispatch::sent_at, &Dispatch::is_urgent,
                                             &Dispatch::headline, &Dispatch::reporter);
};

struct Count {
  std::int64_t dispatches;
  static constexpr auto columns = std::tuple(&Count::dispatches);
};

constexpr std::int64_t newest = 9'000'000'000;  // higher than any number of a dispatch

// The headers that all lists of this interface have: how many there are, and where it goes on (RFC 8288).
class PagingHeaders {
 public:
  PagingHeaders(Database& db, std::int64_t desk)
      : total_(db.query_one<Count>(count_sql, desk).value().dispatches) {}

  void write(Response& response, const std::vector<Dispatch>& page, std::int64_t n) const {
    response.set("X-Total-Count", std::to_string(total_));
    if (static_cast<std::int64_t>(page.size()) == n)
      response.set("Link", "<?before=" + std::to_string(page.back().id) + "&n=" + std::to_string(n) +
                               ">; rel=\"next\"");
  }

 private:
  std::int64_t total_;
};

void write_dispatch(io::JsonWriter& json, std::string_view desk, const Dispatch& dispatch) {
  json.begin_object().key("id").text(std::string(desk) + std::to_string(dispatch.id));
  json.key("sent").text(dispatch.sent_at).key("urgent").boolean(dispatch.is_urgent);
  json.key("headline").text(dispatch.headline).key("by").text(dispatch.reporter.value_or("staff"));
  json.end_object();
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("desk"), n = request.knobs.n();
  const auto desk = services.db.query_one<Desk>(desk_sql, id);
  if (!desk) throw NotFound("there is no desk " + std::to_string(id));
  const auto dispatches = services.db.query<Dispatch>(dispatches_sql, id, request.knobs.integer("before"), n);
  const PagingHeaders headers(services.db, id);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("desk").text(desk->name).key("dispatches").begin_list();
    for (const Dispatch& each : dispatches) write_dispatch(json, desk->code, each);
    json.end_list().end_object();
  });
  headers.write(response, dispatches, n);
  return response.set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage wire_archive() {
  return {
      .summary = "a news agency's wire for its customers: the dispatches of a desk, newest first, as JSON",
      .why =
          "The page itself is read from the end of an index, and its link leads to the rows behind. But each "
          "response has a header with the total number, for which all dispatches of the desk are counted, "
          "years of them. Few clients read it; a number as of last night, or \"1000+\", would do.",
      .knobs = {items_knob("dispatches in the response", 320),
                {.name = "desk", .help = "number of the desk", .initial = 2, .minimum = 1, .maximum = 6},
                {.name = "before",
                 .help = "only dispatches with lower numbers",
                 .initial = newest,
                 .minimum = 1,
                 .maximum = newest},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "exact-count"}},
  };
}

}  // namespace caseload::gallery
