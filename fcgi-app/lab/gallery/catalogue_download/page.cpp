#include "core/negotiation.hpp"
#include "io/json/json_writer.hpp"
#include "io/text/gzip.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Title {
  std::int64_t id;
  std::string title, author;
  std::int64_t year;
  std::string price;
  static constexpr auto columns =
      std::tuple(&Title::id, &Title::title, &Title::author, &Title::year, &Title::price);
};

constexpr std::string_view titles_sql =
    "SELECT b.id, b.title, a.name, b.year, b.price "
    "FROM (SELECT id, title, author_id, year, price FROM book ORDER BY id LIMIT ?) AS b "
    "LEFT JOIN author AS a ON a.id = b.author_id ORDER BY b.id";

std::string document_of(const std::vector<Title>& titles) {
  std::string text;
  io::JsonWriter json(text);
  json.begin_object().key("version").text("https://shop.example/schemas/titles/3").key("titles").begin_list();
  for (const Title& each : titles) {
    json.begin_object().key("id").number(each.id).key("title").text(each.title);
    json.key("author").text(each.author).key("year").number(each.year).key("price").text(each.price);
    json.end_object();
  }
  json.end_list().end_object();
  return text;
}

// The format has a media type of its own, which nginx does not know, so the file is compressed here.
Response run(const Request& request, Services& services) {
  std::string text = document_of(services.db.query<Title>(titles_sql, request.knobs.n()));
  Response response;
  response.set("Content-Type", "application/vnd.shop.titles+json")
      .set("Content-Disposition", "attachment; filename=\"titles.json\"")
      .set("Cache-Control", "private")
      .set("Vary", "Accept-Encoding");
  if (accepts_gzip(request.header("accept-encoding"))) {
    response.set("Content-Encoding", "gzip");
    response.body = io::gzip(text);
  } else {
    response.body = std::move(text);
  }
  return response;
}

}  // namespace

GalleryPage catalogue_download() {
  return {
      .summary = "the titles for resellers, in an exchange format with its own media type",
      .why =
          "Innocent: nginx does not compress this media type, but the application does, for each client "
          "that accepts it.",
      .knobs = {items_knob("titles in the file"), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
