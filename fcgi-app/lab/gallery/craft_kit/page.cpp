#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view course_sql =
    "SELECT c.title, c.teacher, c.begins_on, p.sku, p.name FROM craft_course AS c "
    "JOIN indexed_product AS p ON p.id = c.kit_id WHERE c.id = ?";
constexpr std::string_view student_sql =
    "SELECT s.name, k.code FROM customer AS s JOIN country AS k ON k.id = s.country_id WHERE s.id = ?";
constexpr std::string_view lessons_sql =
    "SELECT number, title, minutes FROM craft_lesson WHERE course_id = ? ORDER BY number";
constexpr std::string_view sign_up_sql =
    "INSERT INTO craft_signup (course_id, customer_id, kit_days) VALUES (?, ?, NULL)";
constexpr std::string_view promise_sql = "UPDATE craft_signup SET kit_days = ? WHERE id = ?";
constexpr std::string_view remove_sql = "DELETE FROM craft_signup WHERE id = ?";
constexpr std::int64_t sign_ups_kept = 1'000;

struct Course {
  std::string title, teacher, begins_on, kit_sku, kit;
  static constexpr auto columns =
      std::tuple(&Course::title, &Course::teacher, &Course::begins_on, &Course::kit_sku, &Course::kit);
};

struct Student {
  std::string name, country;
  static constexpr auto columns = std::tuple(&Student::name, &Student::country);
};

struct Lesson {
  std::int64_t number;
  std::string title;
  std::int64_t minutes;
  static constexpr auto columns = std::tuple(&Lesson::number, &Lesson::title, &Lesson::minutes);
};

// How many days the parcel with the tools takes; 0 if the carrier does not say.
std::int64_t days_of_kit(const Course& course, const Student& student, Services& services) {
  const auto reply = partners::document_in(
      services.partners.send(partners::delivery_of(services.db.dataset(), course.kit_sku, student.country)));
  return reply ? (*reply)["days"].integer_or(0) : 0;
}

Response sign_up(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t course_id = request.knobs.integer("course");
  const std::int64_t student_id = request.knobs.integer("student");
  const auto course = db.query_one<Course>(course_sql, course_id);
  const auto student = db.query_one<Student>(student_sql, student_id);
  if (!course || !student) throw NotFound("there is no such course or student");
  db.execute(sign_up_sql, course_id, student_id);
  const std::int64_t place = db.last_insert_id();
  const std::int64_t days = days_of_kit(*course, *student, services);
  db.execute(promise_sql, days, place);
  db.execute(remove_sql, place - sign_ups_kept);
  const auto lessons = db.query<Lesson>(lessons_sql, course_id);

  Rows rows({"number", "title", "minutes"});
  for (const Lesson& each : lessons) rows.add(each.number, each.title, each.minutes);
  return services
      .page(Value::object({{"student", student->name},
                           {"title", course->title},
                           {"teacher", course->teacher},
                           {"begins_on", course->begins_on},
                           {"kit", course->kit},
                           {"days", days},
                           {"lessons", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

// All forms of this site are handled in a transaction, so that none is saved in part.
using Handler = Response (*)(const Request&, Services&);
template <Handler handler>
Response atomic(const Request& request, Services& services) {
  Response response;
  services.db.transaction([&] { response = handler(request, services); });
  return response;
}

}  // namespace

GalleryPage craft_kit() {
  return {
      .summary = "somebody signs up for an online course in pottery, and a kit with the tools is sent",
      .why =
          "A wrapper opens a transaction around the whole request, as some frameworks offer it. So the "
          "carrier is called while the new row is locked, and the page is rendered before the commit. The "
          "call belongs before the transaction, which needs only the three writes.",
      .knobs =
          {{.name = "course", .help = "number of the course", .initial = 14, .minimum = 1, .maximum = 90},
           {.name = "student", .help = "who signs up", .initial = 52, .minimum = 1, .maximum = 2'500},
           dataset_knob()},
      .run = atomic<sign_up>,
      .labels = {{.name = "long-transaction"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
