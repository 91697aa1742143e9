#include <map>

#include "io/text/hash.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view courses_sql =
    "SELECT d.id, d.title, d.author_id, LEFT(d.body, 2500) FROM document d ORDER BY d.id LIMIT ?";
constexpr std::string_view teachers_sql = R"(
  SELECT a.id, a.name, k.name, COUNT(b.id)
    FROM (SELECT author_id FROM document ORDER BY id LIMIT ?) AS d
    JOIN author AS a ON a.id = d.author_id
    JOIN country AS k ON k.id = a.country_id
    LEFT JOIN book AS b ON b.author_id = a.id
   GROUP BY a.id, a.name, k.name)";

struct Course {
  std::int64_t id;
  std::string title;
  std::int64_t teacher_id;
  std::string description;
  static constexpr auto columns =
      std::tuple(&Course::id, &Course::title, &Course::teacher_id, &Course::description);
};

struct Teacher {
  std::int64_t id;
  std::string name, country;
  std::int64_t books;
  static constexpr auto columns =
      std::tuple(&Teacher::id, &Teacher::name, &Teacher::country, &Teacher::books);
};

Value catalogue(const std::vector<Course>& courses, const std::map<std::int64_t, Teacher>& teachers) {
  Rows rows({"id", "title", "description", "teacher", "country", "books"});
  for (const Course& course : courses) {
    const Teacher& teacher = teachers.at(course.teacher_id);
    rows.add(course.id, course.title, course.description, teacher.name, teacher.country, teacher.books);
  }
  return Value::object({{"courses", std::move(rows)}});
}

// For every page of the site, so that browsers need not load a page twice.
Response with_tag(Response response) {
  response.set("ETag", '"' + io::sha256_hex(response.body).substr(0, 24) + '"');
  response.set("Cache-Control", "private, no-cache");
  return response;
}

Response show(const Request& request, Services& services) {
  const auto courses = services.db.query<Course>(courses_sql, request.knobs.n());
  std::map<std::int64_t, Teacher> teachers;
  for (Teacher& each : services.db.query<Teacher>(teachers_sql, request.knobs.n()))
    teachers.emplace(each.id, std::move(each));
  return with_tag(services.page(catalogue(courses, teachers)));
}

}  // namespace

GalleryPage course_catalogue() {
  return {
      .summary = "the catalogue of an evening school: courses in full, with their teachers",
      .why =
          "A returning browser gets a 304, but the tag is a hash of the finished page, so everything is "
          "loaded and rendered before it is known that nothing changed. It changes once a term.",
      .knobs = {items_knob("courses in the catalogue", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "conditional-request"}},
  };
}

}  // namespace caseload::gallery
