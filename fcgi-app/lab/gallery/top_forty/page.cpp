#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

// A radio station reads the chart from this address. It may be two seconds old.
constexpr int kept_s = 2;

constexpr auto chart_sql = R"(
  select b.title, a.name, sold.copies
    from (select i.book_id, sum(i.quantity) as copies
            from (select id from customer_order order by id desc limit 3000) as recent
            straight_join order_item i on i.order_id = recent.id
           group by i.book_id order by copies desc, i.book_id limit 40) as sold
    join book b on b.id = sold.book_id
    join author a on a.id = b.author_id
   order by sold.copies desc, sold.book_id)";

struct Song {
  std::string title, artist;
  std::int64_t plays;
  static constexpr auto columns = std::tuple(&Song::title, &Song::artist, &Song::plays);
};

std::string chart(Database& db) {
  std::string text;
  io::JsonWriter json(text);
  json.begin_object().key("chart").begin_list();
  std::int64_t place = 0;
  for (const Song& song : db.query<Song>(chart_sql)) {
    json.begin_object().key("place").number(++place).key("title").text(song.title);
    json.key("artist").text(song.artist).key("plays").number(song.plays).end_object();
  }
  json.end_list().end_object();
  return text;
}

Response run(const Request& request, Services& services) {
  const std::string key = "top forty/" + std::string(name_of(request.knobs.dataset()));
  std::string text;
  if (const auto kept = services.cache.get(key)) {
    text = *kept;
  } else {
    text = chart(services.db);
    services.cache.set(key, text, kept_s);
  }
  return data_page(services, [&](std::string& body) { body += text; })
      .set("Cache-Control", "public, max-age=2");
}

}  // namespace

GalleryPage top_forty() {
  return {
      .summary = "the forty most played titles of this moment, as JSON for radio stations",
      .why =
          "The chart is cached for two seconds. When it has expired, every request that comes before the "
          "first one is done runs the query over the last three thousand orders, too.",
      .knobs = {dataset_knob()},
      .run = run,
      .labels = {{.name = "cache-stampede"}},
      .known_miss =
          "the entry expires by itself after two seconds, and no write that the detector knows drops it",
  };
}

}  // namespace caseload::gallery
