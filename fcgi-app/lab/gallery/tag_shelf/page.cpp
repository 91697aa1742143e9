#include <algorithm>
#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Tag {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Tag::id, &Tag::name);
};

struct Tagging {
  std::int64_t tag_id, book_id;
  static constexpr auto columns = std::tuple(&Tagging::tag_id, &Tagging::book_id);
};

struct Shelf {
  std::int64_t books = 0;
  std::int64_t newest = 0;
};

constexpr std::string_view tags_by_name = "SELECT id, name FROM tag ORDER BY name LIMIT ?";
constexpr std::string_view their_taggings =
    "SELECT bt.tag_id, bt.book_id FROM (SELECT id FROM tag ORDER BY name LIMIT ?) AS shown "
    "JOIN book_tag AS bt ON bt.tag_id = shown.id";

// The first word of a tag is its group: "rural memoir" is in "rural".
std::string_view group_of(std::string_view tag) {
  return tag.substr(0, tag.find(' '));
}

Response run(const Request& request, Services& services) {
  const std::vector<Tag> tags = services.db.query<Tag>(tags_by_name, request.knobs.n());
  std::unordered_map<std::int64_t, Shelf> shelves;
  services.db.each<Tagging>(
      their_taggings,
      [&](const Tagging& tagging) {
        Shelf& shelf = shelves[tagging.tag_id];
        ++shelf.books;
        shelf.newest = std::max(shelf.newest, tagging.book_id);
        return true;
      },
      request.knobs.n());

  Value groups = Value::list();
  for (auto tag = tags.begin(); tag != tags.end();) {
    const std::string_view group = group_of(tag->name);
    Rows rows({"name", "books", "newest"});
    for (; tag != tags.end() && group_of(tag->name) == group; ++tag) {
      const Shelf& shelf = shelves[tag->id];
      rows.add(tag->name, shelf.books, shelf.newest);
    }
    groups.add(Value::object({{"group", group}, {"tags", std::move(rows)}}));
  }
  Response response = services.page(Value::object({{"groups", std::move(groups)}}));
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage tag_shelf() {
  return {
      .summary = "the tag tree: groups of tags, each tag with its number of books and its newest book",
      .why =
          "Every tagging of the tags shown is sent to the app, which counts them and takes the highest "
          "number; GROUP BY would send one row per tag.",
      .knobs = {items_knob("tags on the page", 500), dataset_knob()},
      .run = run,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
