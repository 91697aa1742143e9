#include <array>
#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::array<std::string_view, 5> days{"Mon", "Tue", "Wed", "Thu", "Fri"};
constexpr std::size_t periods = 8;

constexpr std::string_view classes_sql = "SELECT id, name, room FROM school_class ORDER BY id LIMIT ?";
// A week of a class has about thirty lessons. There are 14 subjects and 90 teachers.
constexpr std::string_view lessons_sql = R"(
  SELECT l.class_id, l.day, l.period, l.subject_id, l.teacher_id
    FROM (SELECT id FROM school_class ORDER BY id LIMIT ?) AS c
    STRAIGHT_JOIN school_lesson AS l ON l.class_id = c.id)";
constexpr std::string_view subjects_sql = "SELECT id, short_name FROM school_subject";
constexpr std::string_view teachers_sql = "SELECT id, short_name FROM school_teacher";

struct SchoolClass {
  std::int64_t id;
  std::string name, room;
  static constexpr auto columns = std::tuple(&SchoolClass::id, &SchoolClass::name, &SchoolClass::room);
};

struct Lesson {
  std::int64_t class_id, day, period, subject_id, teacher_id;
  static constexpr auto columns =
      std::tuple(&Lesson::class_id, &Lesson::day, &Lesson::period, &Lesson::subject_id, &Lesson::teacher_id);
};

struct ShortName {
  std::int64_t id;
  std::string text;
  static constexpr auto columns = std::tuple(&ShortName::id, &ShortName::text);
};

using ShortNames = std::unordered_map<std::int64_t, std::string>;

ShortNames short_names(Database& db, std::string_view sql) {
  ShortNames names;
  for (ShortName& each : db.query<ShortName>(sql)) names.emplace(each.id, std::move(each.text));
  return names;
}

// "Ma Kl" in the third period of a Tuesday, or nothing.
struct Week {
  std::array<std::array<std::string, days.size()>, periods> cells;

  void put(const Lesson& lesson, const std::string& text) {
    cells.at(static_cast<std::size_t>(lesson.period - 1)).at(static_cast<std::size_t>(lesson.day - 1)) = text;
  }

  Rows rows() const {
    Rows rows({"period", "mon", "tue", "wed", "thu", "fri"});
    for (std::size_t at = 0; at < periods; ++at)
      rows.add(at + 1, cells[at][0], cells[at][1], cells[at][2], cells[at][3], cells[at][4]);
    return rows;
  }
};

Response show(const Request& request, Services& services) {
  const auto classes = services.db.query<SchoolClass>(classes_sql, request.knobs.n());
  const ShortNames subjects = short_names(services.db, subjects_sql);
  const ShortNames teachers = short_names(services.db, teachers_sql);
  std::unordered_map<std::int64_t, Week> weeks;
  for (const Lesson& each : services.db.query<Lesson>(lessons_sql, request.knobs.n()))
    weeks[each.class_id].put(each, subjects.at(each.subject_id) + " " + teachers.at(each.teacher_id));
  Rows rows({"name", "room", "periods"});
  for (const SchoolClass& each : classes) rows.add(each.name, each.room, weeks[each.id].rows());
  Value names = Value::list();
  for (const std::string_view day : days) names.add(Value::object({{"day", day}}));
  return services.page(Value::object({{"days", std::move(names)}, {"classes", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=120");
}

}  // namespace

GalleryPage school_timetables() {
  return {
      .summary = "the timetables of all classes of a school, to be printed for the staff room",
      .why =
          "Innocent: there are loops over classes, periods and days inside each other, but a week has "
          "forty places for lessons. Subjects and teachers are two small tables that are read in full to be "
          "looked up in memory, and the lessons of all classes come with one query.",
      .knobs = {items_knob("classes on the page", 640), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
