#include <algorithm>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Both lists follow the classes: the doctor fills a sheet a day, and a class is a day's work.
constexpr std::string_view pupils_sql =
    "SELECT class_no, name, born FROM school_starter WHERE class_no <= ? ORDER BY class_no, seat";
constexpr std::string_view certificates_sql =
    "SELECT child, born, given_on FROM doctor_certificate WHERE sheet <= ? ORDER BY sheet, line";

struct Pupil {
  std::int64_t class_no;
  std::string name, born;
  static constexpr auto columns = std::tuple(&Pupil::class_no, &Pupil::name, &Pupil::born);
};

struct Certificate {
  std::string child, born, given_on;
  static constexpr auto columns = std::tuple(&Certificate::child, &Certificate::born, &Certificate::given_on);
};

// The doctor writes Anna-Lena where the registry has Anna Lena.
std::string letters_of(std::string_view name) {
  std::string letters(name);
  std::erase_if(letters, [](char c) { return c == ' ' || c == '-' || c == '.'; });
  return letters;
}

bool is_same_child(const Pupil& pupil, const Certificate& certificate) {
  return pupil.born == certificate.born && letters_of(pupil.name) == letters_of(certificate.child);
}

const Certificate* certificate_of(const Pupil& pupil, const std::vector<Certificate>& certificates) {
  const auto found =
      std::ranges::find_if(certificates, [&](const Certificate& each) { return is_same_child(pupil, each); });
  return found == certificates.end() ? nullptr : &*found;
}

Response show(const Request& request, Services& services) {
  const auto pupils = services.db.query<Pupil>(pupils_sql, request.knobs.n());
  const auto certificates = services.db.query<Certificate>(certificates_sql, request.knobs.n());
  Rows rows({"class", "name", "born", "given_on"});
  rows.reserve(pupils.size());
  std::int64_t missing = 0;
  for (const Pupil& pupil : pupils) {
    if (const Certificate* found = certificate_of(pupil, certificates)) {
      rows.add(pupil.class_no, pupil.name, pupil.born, found->given_on);
    } else {
      rows.add(pupil.class_no, pupil.name, pupil.born, nullptr);
      ++missing;
    }
  }
  return services
      .page(Value::object({{"missing", missing},
                           {"sheets", request.knobs.n()},
                           {"certificates", certificates.size()},
                           {"pupils", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage school_certificates() {
  return {
      .summary = "the first-graders of a town, each with the day of the certificate against measles, or none",
      .why =
          "Two queries load both lists. Then every pupil is compared with one certificate after the other, "
          "so with twice as many classes there are four times as many comparisons. A hash by birthday and "
          "letters would find the certificate at once.",
      .knobs = {items_knob("classes, and sheets from the doctor", 320), dataset_knob()},
      .run = show,
      .labels = {{.name = "nested-loops"}},
  };
}

}  // namespace caseload::gallery
