#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t shown = 30;

struct Followed {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Followed::id);
};

struct Post {
  std::int64_t id;
  std::string writer, posted_at, body;
  static constexpr auto columns = std::tuple(&Post::id, &Post::writer, &Post::posted_at, &Post::body);
};

// A small query builder, as many a product has one.
class Select {
 public:
  explicit Select(std::string_view start) : sql_(start) {}
  Select& where_in(std::string_view column, const std::vector<Followed>& values) {
    sql_.append(" WHERE ").append(column).append(" IN (");
    for (const Followed& each : values) {
      if (!parameters_.empty()) sql_ += ", ";
      sql_ += "?";
      parameters_.push_back(to_parameter(each.id));
    }
    sql_ += ")";
    return *this;
  }
  Select& newest(std::string_view column, std::int64_t rows) {
    sql_.append(" ORDER BY ").append(column).append(" DESC LIMIT ?");
    parameters_.push_back(to_parameter(rows));
    return *this;
  }
  template <class Row>
  std::vector<Row> rows(Database& db) const {
    std::vector<Row> result;
    for (Cursor cursor = db.run(sql_, parameters_); cursor.next();) result.push_back(map_row<Row>(cursor));
    return result;
  }

 private:
  std::string sql_;
  std::vector<Parameter> parameters_;
};

Response show(const Request& request, Services& services) {
  constexpr std::int64_t reader = 1;
  const auto followed = services.db.query<Followed>(
      "SELECT followed_id FROM timeline_follow WHERE follower_id = ? ORDER BY followed_id LIMIT ?", reader,
      request.knobs.n());
  std::vector<Post> posts;
  if (!followed.empty())
    posts = Select("SELECT id, writer, posted_at, body FROM timeline_post")
                .where_in("writer_id", followed)
                .newest("id", shown)
                .rows<Post>(services.db);
  Rows rows({"id", "writer", "time", "body"});
  for (const Post& each : posts)
    rows.add(each.id, each.writer, std::string_view(each.posted_at).substr(0, 16), each.body);
  return services.page(Value::object({{"follows", followed.size()}, {"posts", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage follow_timeline() {
  return {
      .summary = "the newest posts of those whom the reader follows",
      .why =
          "The ids of all who are followed are fetched and sent back as one list, which grows with them. A "
          "join with the table of follows needs none of them.",
      .knobs = {items_knob("people whom the reader follows", 2'560), dataset_knob()},
      .run = show,
      .labels = {{.name = "unbounded-in"}},
  };
}

}  // namespace caseload::gallery
