#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Tag;

// "dark crime" belongs to the moods "dark".
std::string_view mood_of(std::string_view tag) {
  return tag.substr(0, tag.find(' '));
}

Response show(const Request&, Services& services) {
  orm::Session session(services.db);
  const auto tags = session.query<Tag>().order_by(&Tag::name).all();
  Value moods = Value::list();
  std::string_view current;
  for (const Tag& tag : tags) {
    const std::string_view mood = mood_of(tag.name());
    if (moods.items()->empty() || mood != current)
      moods.add(Value::object({{"mood", mood}, {"tags", Value::list()}}));
    current = mood;
    moods.items()->back().members()->back().second.add(
        Value::object({{"id", tag.id()}, {"name", tag.name()}}));
  }
  return services.page(Value::object({{"moods", std::move(moods)}}))
      .set("Cache-Control", "private, max-age=600");
}

}  // namespace

GalleryPage tag_gallery() {
  return {
      .summary = "all subjects of the shop, by mood",
      .why =
          "It loads a whole table and groups it in code, without a limit. But the table has 500 rows in "
          "every "
          "dataset, and the page shows all of them.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
