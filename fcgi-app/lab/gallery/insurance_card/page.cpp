#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view patient_sql =
    "SELECT p.name, p.card_no, i.name FROM surgery_patient AS p "
    "JOIN surgery_insurer AS i ON i.id = p.insurer_id WHERE p.id = ?";
constexpr std::string_view cover_sql =
    "SELECT valid_until, valid_until >= ?, is_exempt FROM insured_member WHERE card_no = ?";
constexpr std::string_view visits_sql =
    "SELECT TIME_FORMAT(starts_at, '%H:%i'), doctor, reason FROM surgery_visit "
    "WHERE patient_id = ? AND visit_on = ? ORDER BY starts_at";
constexpr std::string_view note_sql = "INSERT INTO surgery_card_check (patient_id, is_covered) VALUES (?, ?)";
constexpr std::string_view remove_sql = "DELETE FROM surgery_card_check WHERE id = ?";
constexpr std::string_view today = "2026-01-05";
constexpr std::int64_t checks_kept = 1'000;

struct Patient {
  std::string name, card_no, insurer;
  static constexpr auto columns = std::tuple(&Patient::name, &Patient::card_no, &Patient::insurer);
};

struct Cover {
  std::string valid_until;
  bool is_valid, is_exempt;
  static constexpr auto columns = std::tuple(&Cover::valid_until, &Cover::is_valid, &Cover::is_exempt);
};

struct VisitToday {
  std::string at, doctor, reason;
  static constexpr auto columns = std::tuple(&VisitToday::at, &VisitToday::doctor, &VisitToday::reason);
};

// The insurers' register has an account of its own, which no other page may use. It is opened for a card and
// closed when the card is drawn.
class InsurersRegister {
 public:
  explicit InsurersRegister(Connector& connector) : line_(connector.opened()) {}

  std::optional<Cover> cover_of(const std::string& card_no) {
    return line_.query_one<Cover>(cover_sql, today, card_no);
  }

 private:
  Database& line_;
};

Response read_card(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("patient");
  const auto patient = db.query_one<Patient>(patient_sql, id);
  if (!patient) throw NotFound("there is no patient " + std::to_string(id));
  const auto cover = InsurersRegister(services.connector).cover_of(patient->card_no);
  const bool is_covered = cover && cover->is_valid;
  db.transaction([&] {
    db.execute(note_sql, id, is_covered);
    db.execute(remove_sql, db.last_insert_id() - checks_kept);
  });
  const auto visits = db.query<VisitToday>(visits_sql, id, today);
  Rows rows({"at", "doctor", "reason"});
  for (const VisitToday& each : visits) rows.add(each.at, each.doctor, each.reason);
  return services
      .page(Value::object({{"name", patient->name},
                           {"insurer", patient->insurer},
                           {"is_covered", is_covered},
                           {"is_exempt", cover && cover->is_exempt},
                           {"until", cover ? Value(cover->valid_until) : Value()},
                           {"visits", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage insurance_card() {
  return {
      .summary =
          "the reception of a surgery reads an insurance card: is the patient covered, and who is waiting?",
      .why =
          "The cover is one row by its key, but each card opens a connection to the register and closes it "
          "again. Patient, visits and the note on the check use the kept connection, and the register's "
          "could be kept as well.",
      .knobs = {{.name = "patient",
                 .help = "number of the patient",
                 .initial = 813,
                 .minimum = 1,
                 .maximum = 2'500},
                dataset_knob()},
      .run = read_card,
      .labels = {{.name = "connection-per-request"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
