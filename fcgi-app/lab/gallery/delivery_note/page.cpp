#include <algorithm>
#include <span>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view station_sql = "SELECT packer, recipient FROM packing_station WHERE id = ?";
constexpr std::string_view packed_sql =
    "SELECT sku, name, pieces, grams FROM packed_article WHERE station_id = ? ORDER BY position LIMIT ?";
constexpr std::string_view note_sql =
    "INSERT INTO delivery_note (station_id, parcels, written_at) VALUES (?, ?, NOW(6))";
constexpr std::string_view remove_lines_sql = "DELETE FROM delivery_note_line WHERE note_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM delivery_note WHERE id = ?";
constexpr std::int64_t notes_kept = 200, max_grams_of_parcel = 20'000;
constexpr std::size_t lines_in_one_insert = 200;

struct Station {
  std::string packer, recipient;
  static constexpr auto columns = std::tuple(&Station::packer, &Station::recipient);
};

struct Packed {
  std::string sku, name;
  std::int64_t pieces, grams;
  static constexpr auto columns = std::tuple(&Packed::sku, &Packed::name, &Packed::pieces, &Packed::grams);
};

struct Line {
  const Packed& article;
  std::int64_t position, parcel;
};

// Articles go into parcels in the order in which they were packed.
std::vector<Line> into_parcels(const std::vector<Packed>& packed) {
  std::vector<Line> lines;
  std::int64_t parcel = 1, grams = 0;
  for (const Packed& each : packed) {
    const std::int64_t weight = each.pieces * each.grams;
    if (grams > 0 && grams + weight > max_grams_of_parcel) {
      ++parcel;
      grams = 0;
    }
    grams += weight;
    lines.push_back(
        {.article = each, .position = static_cast<std::int64_t>(lines.size()) + 1, .parcel = parcel});
  }
  return lines;
}

void insert_lines(Database& db, std::int64_t note, std::span<const Line> lines) {
  std::string sql =
      "INSERT INTO delivery_note_line (note_id, position, parcel, sku, pieces) VALUES (?, ?, ?, ?, ?)";
  std::vector<Parameter> values;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) sql += ", (?, ?, ?, ?, ?)";
    values.push_back(to_parameter(note));
    values.push_back(to_parameter(lines[i].position));
    values.push_back(to_parameter(lines[i].parcel));
    values.push_back(to_parameter(lines[i].article.sku));
    values.push_back(to_parameter(lines[i].article.pieces));
  }
  db.run_write(sql, values);
}

void store(Database& db, std::int64_t station, std::span<const Line> lines) {
  db.transaction([&] {
    db.execute(note_sql, station, lines.back().parcel);
    const std::int64_t note = db.last_insert_id();
    for (std::size_t i = 0; i < lines.size(); i += lines_in_one_insert)
      insert_lines(db, note, lines.subspan(i, std::min(lines_in_one_insert, lines.size() - i)));
    db.execute(remove_lines_sql, note - notes_kept);
    db.execute(remove_sql, note - notes_kept);
  });
}

Response write(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("station");
  const auto station = db.query_one<Station>(station_sql, id);
  if (!station) throw NotFound("there is no packing station " + std::to_string(id));
  const auto packed = db.query<Packed>(packed_sql, id, request.knobs.n());
  const auto lines = into_parcels(packed);
  if (!lines.empty()) store(db, id, lines);
  return data_page(
             services,
             [&](std::string& body) {
               io::JsonWriter json(body);
               json.begin_object().key("packer").text(station->packer);
               json.key("recipient").text(station->recipient).key("lines").begin_list();
               for (const Line& each : lines) {
                 json.begin_object().key("parcel").number(each.parcel).key("sku").text(each.article.sku);
                 json.key("name").text(each.article.name).key("pieces").number(each.article.pieces);
                 json.end_object();
               }
               json.end_list().end_object();
             })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage delivery_note() {
  return {
      .summary = "a packer has a delivery note written: articles are put into parcels of at most 20 kg",
      .why =
          "Innocent: the note and its lines are stored in one transaction, so that there is no note without "
          "lines, and it has several queries. All reading and computing is done before it begins. Two "
          "hundred lines share an INSERT, and the lines are not copied by the database alone because the "
          "parcels are filled in code.",
      .knobs = {items_knob("articles on the note", 640),
                {.name = "station",
                 .help = "number of the packing station",
                 .initial = 7,
                 .minimum = 1,
                 .maximum = 16},
                dataset_knob()},
      .run = write,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
