#include <algorithm>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Stay {
  std::string bed;
  std::int64_t patient_id, doctor_id;
  std::string diet;
  static constexpr auto columns = std::tuple(&Stay::bed, &Stay::patient_id, &Stay::doctor_id, &Stay::diet);
};

struct Patient {
  std::string name;
  static constexpr auto columns = std::tuple(&Patient::name);
};

struct Doctor {
  std::string name;
  std::int64_t department_id;
  static constexpr auto columns = std::tuple(&Doctor::name, &Doctor::department_id);
};

struct Department {
  std::string name, pager;
  static constexpr auto columns = std::tuple(&Department::name, &Department::pager);
};

constexpr std::string_view stays_sql =
    "SELECT bed, patient_id, doctor_id, diet FROM hospital_stay WHERE hospital_id = ? ORDER BY bed LIMIT ?";

class Registry {
 public:
  explicit Registry(Database& db) : db_(db) {}

  std::vector<Stay> stays(std::int64_t hospital, std::int64_t beds) {
    return db_.query<Stay>(stays_sql, hospital, beds);
  }
  Patient patient(std::int64_t id) {
    return db_.query_one<Patient>("SELECT name FROM customer WHERE id = ?", id).value();
  }
  Doctor doctor(std::int64_t id) {
    return db_.query_one<Doctor>("SELECT name, department_id FROM hospital_doctor WHERE id = ?", id).value();
  }
  Department department(std::int64_t id) {
    return db_.query_one<Department>("SELECT name, pager FROM hospital_department WHERE id = ?", id).value();
  }

 private:
  Database& db_;
};

void add_cell(std::string& line, std::string_view text, std::size_t width) {
  line.append(text);
  // Bytes that continue a character take no room on paper.
  const auto wide = std::ranges::count_if(text, [](char c) { return (c & 0xC0) == 0x80; });
  const std::size_t printed = text.size() - static_cast<std::size_t>(wide);
  line.append(printed < width ? width - printed : 1, ' ');
}

std::string line_of(const Stay& stay, Registry& registry) {
  std::string line;
  const Doctor doctor = registry.doctor(stay.doctor_id);
  const Department department = registry.department(doctor.department_id);
  add_cell(line, stay.bed, 12);
  add_cell(line, registry.patient(stay.patient_id).name, 32);
  add_cell(line, stay.diet, 10);
  add_cell(line, department.name + " (" + department.pager + ")", 26);
  return line.append(doctor.name).append("\n");
}

// For the printer at the porter's, which takes plain text.
Response run(const Request& request, Services& services) {
  Registry registry(services.db);
  Response response;
  std::int64_t beds = 0;
  for (const Stay& stay : registry.stays(request.knobs.integer("hospital"), request.knobs.n())) {
    response.body += line_of(stay, registry);
    ++beds;
  }
  response.body += "\n" + std::to_string(beds) + " beds\n";
  response.set("Content-Type", "text/plain; charset=utf-8").set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage hospital_census() {
  return {
      .summary = "the midnight census of a hospital for the porter's printer: beds, patients, doctors",
      .why =
          "The patient, the doctor and the doctor's department are each looked up where the line is "
          "written: three queries for every bed. All three are to-one and could be joined to the list.",
      .knobs = {items_knob("beds on the list", 640),
                {.name = "hospital", .help = "which hospital", .initial = 1, .minimum = 1, .maximum = 2},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "select-related"}},
  };
}

}  // namespace caseload::gallery
