#include <map>

#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Concert {
  std::int64_t id;
  std::string title, hall, held_on;
  static constexpr auto columns =
      std::tuple(&Concert::id, &Concert::title, &Concert::hall, &Concert::held_on);
};

struct Piece {
  std::int64_t id, concert_id;
  std::string composer, title;
  bool has_solo;
  static constexpr auto columns =
      std::tuple(&Piece::id, &Piece::concert_id, &Piece::composer, &Piece::title, &Piece::has_solo);
};

struct Soloist {
  std::string name, part;
  static constexpr auto columns = std::tuple(&Soloist::name, &Soloist::part);
};

constexpr std::string_view concerts_sql =
    "SELECT id, title, hall, held_on FROM choir_concert ORDER BY id DESC LIMIT ?";
constexpr std::string_view pieces_sql =
    "SELECT p.id, p.concert_id, p.composer, p.title, p.has_solo "
    "FROM (SELECT id FROM choir_concert ORDER BY id DESC LIMIT ?) AS c "
    "STRAIGHT_JOIN choir_piece AS p ON p.concert_id = c.id ORDER BY p.concert_id, p.position";
constexpr std::string_view soloists_sql =
    "SELECT s.name, ps.part FROM choir_piece_soloist AS ps JOIN choir_soloist AS s ON s.id = ps.soloist_id "
    "WHERE ps.piece_id = ? ORDER BY ps.soloist_id";

// An element of the document, closed at the end of its scope.
class Element {
 public:
  Element(std::string& xml, std::string_view name) : xml_(xml), name_(name) {
    xml_.append("<").append(name_).append(">");
  }
  ~Element() { xml_.append("</").append(name_).append(">\n"); }
  Element(const Element&) = delete;
  Element& operator=(const Element&) = delete;

  void leaf(std::string_view name, std::string_view text) {
    xml_.append("<").append(name).append(">");
    append_html_escaped(text, xml_);
    xml_.append("</").append(name).append(">");
  }

 private:
  std::string& xml_;
  std::string_view name_;
};

void write_piece(std::string& xml, const Piece& piece, Database& db) {
  Element element(xml, "piece");
  element.leaf("composer", piece.composer);
  element.leaf("title", piece.title);
  if (!piece.has_solo) return;
  Element soloists(xml, "soloists");
  for (const Soloist& each : db.query<Soloist>(soloists_sql, piece.id))
    soloists.leaf("soloist", each.name + ", " + each.part);
}

Response run(const Request& request, Services& services) {
  const auto concerts = services.db.query<Concert>(concerts_sql, request.knobs.n());
  std::map<std::int64_t, std::vector<Piece>> pieces;
  for (Piece& piece : services.db.query<Piece>(pieces_sql, request.knobs.n()))
    pieces[piece.concert_id].push_back(std::move(piece));
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  {
    const Element programmes(xml, "programmes");
    for (const Concert& concert : concerts) {
      Element element(xml, "concert");
      element.leaf("title", concert.title);
      element.leaf("hall", concert.hall);
      element.leaf("date", concert.held_on);
      for (const Piece& piece : pieces[concert.id]) write_piece(xml, piece, services.db);
    }
  }
  return Response{.body = std::move(xml)}
      .set("Content-Type", "application/xml")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage concert_programmes() {
  return {
      .summary = "the programmes of a choir's next concerts as XML for its printer: pieces and soloists",
      .why =
          "The pieces of all concerts come with one query, but the soloists of a piece are loaded where the "
          "piece is written, for every piece that has any. One query could return those of all pieces.",
      .knobs = {items_knob("concerts in the document", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "prefetch-related"}},
  };
}

}  // namespace caseload::gallery
