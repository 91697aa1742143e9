#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t persons_at_once = 500;

constexpr std::string_view archive_sql = "SELECT name, submitter FROM lineage_archive WHERE id = ?";
constexpr std::string_view persons_sql =
    "SELECT number, given, surname, sex FROM lineage_person WHERE archive_id = ? AND number > ? "
    "ORDER BY number LIMIT ?";
constexpr std::string_view events_sql =
    "SELECT e.person_number, e.tag, e.year, p.name FROM lineage_event AS e "
    "JOIN lineage_place AS p ON p.id = e.place_id "
    "WHERE e.archive_id = ? AND e.person_number BETWEEN ? AND ? ORDER BY e.person_number, e.position";

struct Archive {
  std::string name, submitter;
  static constexpr auto columns = std::tuple(&Archive::name, &Archive::submitter);
};

struct Person {
  std::int64_t number;
  std::string given, surname, sex;
  static constexpr auto columns = std::tuple(&Person::number, &Person::given, &Person::surname, &Person::sex);
};

struct Event {
  std::int64_t person;
  std::string tag;
  std::int64_t year;
  std::string place;
  static constexpr auto columns = std::tuple(&Event::person, &Event::tag, &Event::year, &Event::place);
};

// A chunk of persons with their events, as records of GEDCOM 5.5.1. Both lists are sorted by the person.
std::string records_of(const std::vector<Person>& persons, const std::vector<Event>& events) {
  std::string text;
  auto event = events.begin();
  for (const Person& each : persons) {
    text +=
        "0 @I" + std::to_string(each.number) + "@ INDI\n1 NAME " + each.given + " /" + each.surname + "/\n";
    text += "1 SEX " + each.sex + "\n";
    for (; event != events.end() && event->person == each.number; ++event)
      text +=
          "1 " + event->tag + "\n2 DATE " + std::to_string(event->year) + "\n2 PLAC " + event->place + "\n";
  }
  return text;
}

void send_persons(Database& db, std::int64_t archive, std::int64_t count, Sink& sink) {
  std::int64_t after = 0;
  while (count > 0) {
    const auto persons = db.query<Person>(persons_sql, archive, after, std::min(count, persons_at_once));
    if (persons.empty()) return;
    const std::int64_t last = persons.back().number;
    const auto events = db.query<Event>(events_sql, archive, persons.front().number, last);
    sink.write(records_of(persons, events));
    sink.flush();
    after = last;
    count -= static_cast<std::int64_t>(persons.size());
  }
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("archive");
  const auto archive = services.db.query_one<Archive>(archive_sql, id);
  if (!archive) throw NotFound("there is no archive " + std::to_string(id));
  Response response;
  response.set("Content-Type", "text/plain; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"archive.ged\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, archive = *archive, id, n = request.knobs.n()](Sink& sink) {
    sink.write("0 HEAD\n1 CHAR UTF-8\n1 SUBM @U1@\n0 @U1@ SUBM\n1 NAME " + archive.submitter + "\n1 NOTE " +
               archive.name + "\n");
    sink.flush();
    send_persons(services.db, id, n, sink);
    sink.write("0 TRLR\n");
  };
  return response;
}

}  // namespace

GalleryPage gedcom_export() {
  return {
      .summary = "a genealogist downloads an archive of persons and events as a GEDCOM file",
      .why =
          "The loop queries persons and events, but five hundred persons at a time, each time from where the "
          "last one ended. A stream of both can't be read on one connection, and the events come in the "
          "order of the persons. Memory and first byte are the same for any length, which is what the "
          "visitor wants.",
      .knobs =
          {{.name = "n",
            .help = "persons in the file",
            .initial = 2'000,
            .minimum = 1,
            .maximum = 10'000,
            .ladder = {160, 640, 2'560, 10'000}},
           {.name = "archive", .help = "number of the archive", .initial = 1, .minimum = 1, .maximum = 1},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
