#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view patient_sql = "SELECT name, weight_kg, is_pregnant FROM med_patient WHERE id = ?";
constexpr std::string_view plan_sql =
    "SELECT p.drug_id, d.name, d.agent_id, p.milligrams, p.times_a_day, d.max_milligrams, "
    "d.not_when_pregnant "
    "FROM med_plan AS p JOIN med_drug AS d ON d.id = p.drug_id WHERE p.patient_id = ? ORDER BY p.drug_id";
// Agents are stored with the lower number first.
constexpr std::string_view interactions_sql =
    "SELECT agent_id, other_id, grade, advice FROM med_interaction WHERE agent_id IN (";

struct Patient {
  std::string name;
  std::int64_t weight_kg;
  bool is_pregnant;
  static constexpr auto columns = std::tuple(&Patient::name, &Patient::weight_kg, &Patient::is_pregnant);
};
struct Dose {
  std::int64_t drug_id;
  std::string drug;
  std::int64_t agent_id, milligrams, times_a_day, max_milligrams;
  bool not_when_pregnant;
  static constexpr auto columns =
      std::tuple(&Dose::drug_id, &Dose::drug, &Dose::agent_id, &Dose::milligrams, &Dose::times_a_day,
                 &Dose::max_milligrams, &Dose::not_when_pregnant);
  std::int64_t a_day() const { return milligrams * times_a_day; }
};
struct Interaction {
  std::int64_t agent_id, other_id, grade;
  std::string advice;
  static constexpr auto columns =
      std::tuple(&Interaction::agent_id, &Interaction::other_id, &Interaction::grade, &Interaction::advice);
};

// Both agents are among those of the plan.
std::vector<Interaction> interactions_among(const std::vector<Dose>& plan, Database& db) {
  std::vector<Interaction> found;
  if (plan.size() < 2) return found;
  std::string marks;
  std::vector<Parameter> parameters;
  for (int round = 0; round < 2; ++round)
    for (const Dose& each : plan) parameters.push_back(to_parameter(each.agent_id));
  for (std::size_t at = 0; at < plan.size(); ++at) marks += at == 0 ? "?" : ", ?";
  Cursor rows =
      db.run(std::string(interactions_sql) + marks + ") AND other_id IN (" + marks + ")", parameters);
  while (rows.next()) found.push_back(map_row<Interaction>(rows));
  return found;
}

const Interaction* between(const Dose& one, const Dose& other, const std::vector<Interaction>& interactions) {
  const auto [low, high] = std::minmax(one.agent_id, other.agent_id);
  const auto found = std::ranges::find_if(interactions, [low = low, high = high](const Interaction& each) {
    return each.agent_id == low && each.other_id == high;
  });
  return found == interactions.end() ? nullptr : &*found;
}

std::string_view warning_for(const Dose& dose, const Patient& patient) {
  if (patient.is_pregnant && dose.not_when_pregnant) return "not in pregnancy";
  if (dose.a_day() > dose.max_milligrams) return "more than the maximum";
  return patient.weight_kg < 45 && dose.a_day() * 2 > dose.max_milligrams ? "much for the weight" : "";
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("patient");
  const auto patient = services.db.query_one<Patient>(patient_sql, id);
  if (!patient) throw NotFound("there is no patient " + std::to_string(id));
  const auto plan = services.db.query<Dose>(plan_sql, id);
  const auto interactions = interactions_among(plan, services.db);
  Rows doses({"code", "drug", "milligrams", "times", "warning"});
  for (const Dose& each : plan)
    doses.add(each.drug_id, each.drug, each.milligrams, each.times_a_day, warning_for(each, *patient));
  Rows pairs({"one", "other", "grade", "advice"});
  for (auto one = plan.begin(); one != plan.end(); ++one)
    for (auto other = std::next(one); other != plan.end(); ++other)
      if (const Interaction* each = between(*one, *other, interactions))
        pairs.add(one->drug, other->drug, each->grade, each->advice);
  return services
      .page(
          Value::object({{"name", patient->name}, {"doses", std::move(doses)}, {"pairs", std::move(pairs)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage medication_check() {
  return {
      .summary = "a patient's medication plan with warnings: doses, and which drugs don't go together",
      .why =
          "Innocent: each drug is compared with each other one, and each pair with the interactions. But a "
          "plan has at most ten drugs, the interactions among them come with one query by the primary key, "
          "and there are a handful.",
      .knobs = {{.name = "patient",
                 .help = "number of the patient",
                 .initial = 611,
                 .minimum = 1,
                 .maximum = 2'400},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
