#include <unordered_map>

#include "core/negotiation.hpp"
#include "core/text.hpp"
#include "io/text/gzip.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view breeders_sql = "SELECT id, farm FROM flock_breeder";
constexpr std::string_view sheep_sql =
    "SELECT tag, breeder_id, breed, sex, born_on, sire_tag, dam_tag, grade FROM flock_sheep ORDER BY tag "
    "LIMIT ?";

struct Breeder {
  std::int64_t id;
  std::string farm;
  static constexpr auto columns = std::tuple(&Breeder::id, &Breeder::farm);
};

struct Sheep {
  std::int64_t tag, breeder_id;
  std::string breed, sex, born_on;
  std::optional<std::int64_t> sire_tag, dam_tag;
  std::string grade;
  static constexpr auto columns =
      std::tuple(&Sheep::tag, &Sheep::breeder_id, &Sheep::breed, &Sheep::sex, &Sheep::born_on,
                 &Sheep::sire_tag, &Sheep::dam_tag, &Sheep::grade);
};

void element(std::string& xml, std::string_view name, std::string_view text) {
  xml.append("<").append(name).append(">");
  append_html_escaped(text, xml);
  xml.append("</").append(name).append(">");
}

void parent(std::string& xml, std::string_view name, const std::optional<std::int64_t>& tag) {
  if (tag) element(xml, name, std::to_string(*tag));
}

class Book {
 public:
  explicit Book(Database& db) {
    for (Breeder& each : db.query<Breeder>(breeders_sql)) farms_.emplace(each.id, std::move(each.farm));
    xml_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<flockBook>\n";
  }

  void enter(const Sheep& sheep) {
    xml_ += "<sheep tag=\"" + std::to_string(sheep.tag) + "\">";
    element(xml_, "breed", sheep.breed);
    element(xml_, "sex", sheep.sex);
    element(xml_, "born", sheep.born_on);
    parent(xml_, "sire", sheep.sire_tag);
    parent(xml_, "dam", sheep.dam_tag);
    element(xml_, "class", sheep.grade);
    const auto farm = farms_.find(sheep.breeder_id);
    if (farm != farms_.end()) element(xml_, "breeder", farm->second);
    xml_ += "</sheep>\n";
  }

  std::string close() { return std::move(xml_) + "</flockBook>\n"; }

 private:
  std::unordered_map<std::int64_t, std::string> farms_;
  std::string xml_;
};

// The associations are in the mountains and their lines are slow.
Response packed(const Request& request, std::string text) {
  Response response;
  response.set("Vary", "Accept-Encoding");
  if (accepts_gzip(request.header("accept-encoding"))) {
    response.set("Content-Encoding", "gzip");
    response.body = io::gzip(text);
  } else {
    response.body = std::move(text);
  }
  return response;
}

Response run(const Request& request, Services& services) {
  Book book(services.db);
  services.db.each<Sheep>(
      sheep_sql,
      [&](const Sheep& sheep) {
        book.enter(sheep);
        return true;
      },
      request.knobs.n());
  return packed(request, book.close())
      .set("Content-Type", "text/xml; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"flock-book.xml\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage flock_book() {
  return {
      .summary =
          "the flock book of a breeders' association, with all sheep and their parents, as an XML file",
      .why =
          "The sheep are read one by one, but the document is finished before it is compressed, and "
          "compressed before its first byte leaves. Time to the first byte and memory grow with the flock. "
          "A stream that compresses while it writes, or nginx, would need a few kilobytes.",
      .knobs = {{.name = "n",
                 .help = "sheep in the file, at most all that are entered",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 480'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "streaming-response"}},
  };
}

}  // namespace caseload::gallery
