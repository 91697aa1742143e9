#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t teasers = 6;

// Advertisers who pay for three stars are drawn more often (Efraimidis and Spirakis, 2006).
constexpr std::string_view draw_sql = R"(
  SELECT id, title, price_cents, stars
    FROM classified_ad
   WHERE is_active = 1
   ORDER BY -LN(1 - RAND()) / stars
   LIMIT ?)";

struct Ad {
  std::int64_t id;
  std::string title;
  std::int64_t price_cents, stars;
  static constexpr auto columns = std::tuple(&Ad::id, &Ad::title, &Ad::price_cents, &Ad::stars);
};

Response run(const Request&, Services& services) {
  const auto ads = services.db.query<Ad>(draw_sql, teasers);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("ads").begin_list();
                     for (const Ad& ad : ads) {
                       json.begin_object().key("id").number(ad.id).key("title").text(ad.title);
                       json.key("cents").number(ad.price_cents).key("featured").boolean(ad.stars > 1);
                       json.end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage classified_teasers() {
  return {
      .summary = "six classified ads beside an article, others at each view, as JSON",
      .why =
          "Each view draws a random number for every active ad and sorts all of them, to show six. A few "
          "random ids, looked up by primary key and accepted by their weight, would do.",
      .knobs = {dataset_knob()},
      .run = run,
      .labels = {{.name = "random-order"}},
  };
}

}  // namespace caseload::gallery
