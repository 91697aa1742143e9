#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view count_sql =
    "UPDATE petition SET signatures = signatures + 1, last_signed_at = NOW(6) WHERE id = ?";
constexpr std::string_view petition_sql =
    "SELECT title, recipient, goal, signatures FROM petition WHERE id = ?";
constexpr std::string_view sign_sql =
    "INSERT INTO petition_signature (petition_id, stand_id, signed_at) VALUES (?, ?, NOW(6))";
constexpr std::string_view remove_sql = "DELETE FROM petition_signature WHERE id = ?";
constexpr std::string_view newest_sql =
    "SELECT stand.town, stand.square, DATE_FORMAT(sheet.signed_at, '%H:%i') FROM petition_signature AS sheet "
    "JOIN petition_stand AS stand ON stand.id = sheet.stand_id "
    "WHERE sheet.petition_id = ? ORDER BY sheet.id DESC LIMIT 8";
constexpr std::string_view towns_sql =
    "SELECT stand.town, COUNT(*) AS sheets FROM petition_signature AS sheet "
    "JOIN petition_stand AS stand ON stand.id = sheet.stand_id "
    "WHERE sheet.petition_id = ? GROUP BY stand.town ORDER BY sheets DESC, stand.town LIMIT 5";
constexpr std::string_view news_sql =
    "SELECT headline, DATE_FORMAT(posted_on, '%d %M') FROM petition_news WHERE petition_id = ? ORDER BY "
    "number";
constexpr std::int64_t signatures_kept = 1'000;

struct Petition {
  std::string title, recipient;
  std::int64_t goal, signatures;
  static constexpr auto columns =
      std::tuple(&Petition::title, &Petition::recipient, &Petition::goal, &Petition::signatures);
};

struct Newest {
  std::string town, square, time;
  static constexpr auto columns = std::tuple(&Newest::town, &Newest::square, &Newest::time);
};

struct Town {
  std::string name;
  std::int64_t sheets;
  static constexpr auto columns = std::tuple(&Town::name, &Town::sheets);
};

struct News {
  std::string headline, posted_on;
  static constexpr auto columns = std::tuple(&News::headline, &News::posted_on);
};

// What the tablet shows after somebody has signed.
struct Thanks {
  Petition petition;
  std::vector<Newest> newest;
  std::vector<Town> towns;
  std::vector<News> news;
};

Thanks sign(Database& db, std::int64_t petition, std::int64_t stand) {
  Thanks thanks;
  db.transaction([&] {
    db.execute(count_sql, petition);
    const auto found = db.query_one<Petition>(petition_sql, petition);
    if (!found) throw NotFound("there is no petition " + std::to_string(petition));
    thanks.petition = *found;
    db.execute(sign_sql, petition, stand);
    db.execute(remove_sql, db.last_insert_id() - signatures_kept);
    thanks.newest = db.query<Newest>(newest_sql, petition);
    thanks.towns = db.query<Town>(towns_sql, petition);
    thanks.news = db.query<News>(news_sql, petition);
  });
  return thanks;
}

Response run(const Request& request, Services& services) {
  const Thanks thanks = sign(services.db, request.knobs.integer("petition"), request.knobs.integer("stand"));
  Rows newest({"town", "square", "time"}), towns({"name", "sheets"}), news({"headline", "posted_on"});
  for (const Newest& each : thanks.newest) newest.add(each.town, each.square, each.time);
  for (const Town& each : thanks.towns) towns.add(each.name, each.sheets);
  for (const News& each : thanks.news) news.add(each.headline, each.posted_on);
  return services
      .page(Value::object({{"title", thanks.petition.title},
                           {"recipient", thanks.petition.recipient},
                           {"signatures", grouped(thanks.petition.signatures)},
                           {"goal", grouped(thanks.petition.goal)},
                           {"newest", std::move(newest)},
                           {"towns", std::move(towns)},
                           {"news", std::move(news)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage petition_signed() {
  return {
      .summary =
          "somebody signs a petition on the tablet at a stand: the number of signatures, the latest, news",
      .why =
          "The transaction begins by adding one to the petition's row. That row stays locked while the "
          "signature is stored and all that the tablet shows is queried, so stands for the same petition "
          "wait for each other. The number could be kept in several rows, or be added to as the last step.",
      .knobs =
          {{.name = "petition", .help = "number of the petition", .initial = 4, .minimum = 1, .maximum = 20},
           {.name = "stand", .help = "number of the stand", .initial = 17, .minimum = 1, .maximum = 80},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "hot-row"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
