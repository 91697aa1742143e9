#include <array>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view hospital_sql = "SELECT code, name FROM hl7_hospital WHERE id = ?";
constexpr std::string_view admissions_sql =
    "SELECT id, patient_number, family_name, given_name, born_on, sex, ward, bed, doctor, insurer, "
    "diagnosis, admitted_at FROM hl7_admission WHERE hospital_id = ? ORDER BY id DESC LIMIT ?";

struct Hospital {
  std::string code, name;
  static constexpr auto columns = std::tuple(&Hospital::code, &Hospital::name);
};

struct Admission {
  std::int64_t id, patient_number;
  std::string family_name, given_name, born_on, sex, ward;
  std::int64_t bed;
  std::string doctor, insurer, diagnosis, admitted_at;
  static constexpr auto columns =
      std::tuple(&Admission::id, &Admission::patient_number, &Admission::family_name, &Admission::given_name,
                 &Admission::born_on, &Admission::sex, &Admission::ward, &Admission::bed, &Admission::doctor,
                 &Admission::insurer, &Admission::diagnosis, &Admission::admitted_at);
};

// The segments of an ADT^A01 message (HL7 v2.5) and how many fields each of them has.
struct Segment {
  std::string_view name;
  int fields;
};
constexpr std::array<Segment, 5> segments{{{"EVN", 6}, {"PID", 30}, {"PV1", 44}, {"DG1", 15}, {"IN1", 36}}};

// What is the same in all messages. Members are the numbers of fields; a list is a field with components.
Value defaults(const Hospital& hospital) {
  return Value::object(
      {{"EVN", Value::object({{"1", "A01"}, {"5", "REGISTRY"}})},
       {"PID", Value::object({{"1", "1"}, {"10", ""}, {"15", "EN"}, {"30", "N"}})},
       {"PV1", Value::object({{"1", "1"}, {"2", "I"}, {"4", "R"}, {"10", "MED"}, {"39", hospital.code}})},
       {"DG1", Value::object({{"1", "1"}, {"2", "ICD10"}, {"6", "A"}})},
       {"IN1", Value::object({{"1", "1"}, {"2", "STANDARD"}, {"11", hospital.name}})}});
}

std::string digits_of(std::string_view date) {
  std::string digits;
  for (const char each : date)
    if (each >= '0' && each <= '9') digits += each;
  return digits;
}

Value components(std::initializer_list<std::string> texts) {
  Value list = Value::list();
  for (const std::string& each : texts) list.add(each);
  return list;
}

Value tree_of(const Admission& admission, const Hospital& hospital) {
  const std::string number = std::to_string(admission.patient_number);
  const std::string at = digits_of(admission.admitted_at);
  return Value::object(
      {{"EVN", Value::object({{"2", at}})},
       {"PID", Value::object({{"3", components({number, "", "", hospital.code, "MR"})},
                              {"5", components({admission.family_name, admission.given_name})},
                              {"7", digits_of(admission.born_on)},
                              {"8", admission.sex}})},
       {"PV1", Value::object({{"3", components({admission.ward, "", std::to_string(admission.bed)})},
                              {"7", components({"", admission.doctor})},
                              {"19", std::to_string(admission.id)},
                              {"44", at}})},
       {"DG1", Value::object({{"3", components({admission.diagnosis, "", "I10"})}, {"5", at}})},
       {"IN1", Value::object({{"4", admission.insurer}})}});
}

// Later members win.
Value merged(Value base, const Value& more) {
  if (more.members() == nullptr) return more;
  Value result = base;
  for (const auto& [name, member] : *more.members()) result.set(name, merged(base[name], member));
  return result;
}

std::string escaped(std::string text) {
  replace_all(text, "\\", "\\E\\");
  replace_all(text, "|", "\\F\\");
  replace_all(text, "^", "\\S\\");
  replace_all(text, "&", "\\T\\");
  replace_all(text, "~", "\\R\\");
  return text;
}

std::string field_text(Value field) {
  if (field.items() == nullptr) return escaped(std::string(field.text_or("")));
  std::string text;
  for (const Value& each : *field.items()) text = text + field_text(each) + "^";
  text.pop_back();
  return text;
}

std::string segment_text(const Segment& segment, Value message) {
  std::string line(segment.name);
  for (int number = 1; number <= segment.fields; ++number) {
    const Value fields = message[segment.name];
    line = line + "|" + field_text(fields[std::to_string(number)]);
  }
  line.erase(line.find_last_not_of('|') + 1);
  return line + "\r";
}

std::string header_text(const Admission& admission, const Hospital& hospital) {
  return "MSH|^~\\&|ADT|" + escaped(hospital.code) + "|REG|REGISTRY|" + digits_of(admission.admitted_at) +
         "||ADT^A01^ADT_A01|" + std::to_string(admission.id) + "|P|2.5\r";
}

std::string message_text(const Admission& admission, const Hospital& hospital) {
  const Value message = merged(defaults(hospital), tree_of(admission, hospital));
  std::string text = header_text(admission, hospital);
  for (const Segment& each : segments) text += segment_text(each, message);
  return text;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("hospital");
  const auto hospital = services.db.query_one<Hospital>(hospital_sql, id);
  if (!hospital) throw NotFound("there is no hospital " + std::to_string(id));
  Response response;
  for (const Admission& each : services.db.query<Admission>(admissions_sql, id, request.knobs.n()))
    response.body += message_text(each, *hospital) + "\n";
  response.set("Content-Type", "text/plain; charset=utf-8").set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage admissions_hl7() {
  return {
      .summary =
          "the newest admissions of a hospital for a regional registry, as HL7 messages in a text file",
      .why =
          "A message is six short lines. To get there, a tree of defaults and a tree of the admission are "
          "built and merged by copying, and the printer looks up each of 131 possible fields by its number "
          "as a text, in a copy of the segment. Four in five are empty. The lines could be appended "
          "straight from the row.",
      .knobs =
          {items_knob("admissions in the file", 2'560),
           {.name = "hospital", .help = "number of the hospital", .initial = 2, .minimum = 1, .maximum = 2},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "serializer"}},
  };
}

}  // namespace caseload::gallery
