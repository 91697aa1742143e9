#include "lab/gallery_page.hpp"
#include "orm/mapping.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Column;
using orm::Mapping;

struct Tenancy : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> site_id;
  Column<std::string> plot;
  Column<std::string> tenant;
  Column<std::string> since;
  Column<std::string> agreement;  // as it was signed

  static const Mapping<Tenancy>& mapping();
};

struct Inspection : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> site_id;
  Column<std::string> plot;
  Column<std::string> done_on;
  Column<std::string> verdict;
  Column<std::string> minutes;

  static const Mapping<Inspection>& mapping();
};

struct Candidate : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> site_id;
  Column<std::string> name;
  Column<std::string> asked_on;
  Column<std::string> letter;

  static const Mapping<Candidate>& mapping();
};

const Mapping<Tenancy>& Tenancy::mapping() {
  static const auto mapping = Mapping<Tenancy>("allotment_tenancy")
                                  .column("id", &Tenancy::id)
                                  .column("site_id", &Tenancy::site_id)
                                  .column("plot", &Tenancy::plot)
                                  .column("tenant", &Tenancy::tenant)
                                  .column("since", &Tenancy::since)
                                  .column("agreement", &Tenancy::agreement);
  return mapping;
}

const Mapping<Inspection>& Inspection::mapping() {
  static const auto mapping = Mapping<Inspection>("allotment_inspection")
                                  .column("id", &Inspection::id)
                                  .column("site_id", &Inspection::site_id)
                                  .column("plot", &Inspection::plot)
                                  .column("done_on", &Inspection::done_on)
                                  .column("verdict", &Inspection::verdict)
                                  .column("minutes", &Inspection::minutes);
  return mapping;
}

const Mapping<Candidate>& Candidate::mapping() {
  static const auto mapping = Mapping<Candidate>("allotment_candidate")
                                  .column("id", &Candidate::id)
                                  .column("site_id", &Candidate::site_id)
                                  .column("name", &Candidate::name)
                                  .column("asked_on", &Candidate::asked_on)
                                  .column("letter", &Candidate::letter);
  return mapping;
}

Rows tenancies_of(orm::Session& session, std::int64_t site, std::int64_t count, orm::List<Tenancy>& kept) {
  kept = session.query<Tenancy>().where(&Tenancy::site_id, site).order_by(&Tenancy::plot).limit(count).all();
  Rows rows({"plot", "tenant", "since"});
  for (const Tenancy& each : kept) rows.add(each.plot(), each.tenant(), each.since());
  return rows;
}

Rows inspections_of(orm::Session& session, std::int64_t site, std::int64_t count,
                    orm::List<Inspection>& kept) {
  kept = session.query<Inspection>()
             .where(&Inspection::site_id, site)
             .order_by_descending(&Inspection::done_on)
             .limit(count)
             .all();
  Rows rows({"plot", "done_on", "verdict"});
  for (const Inspection& each : kept) rows.add(each.plot(), each.done_on(), each.verdict());
  return rows;
}

Rows candidates_of(orm::Session& session, std::int64_t site, std::int64_t count, orm::List<Candidate>& kept) {
  kept = session.query<Candidate>()
             .where(&Candidate::site_id, site)
             .order_by(&Candidate::asked_on)
             .limit(count)
             .all();
  Rows rows({"name", "asked_on"});
  for (const Candidate& each : kept) rows.add(each.name(), each.asked_on());
  return rows;
}

Response show(const Request& request, Services& services) {
  const std::int64_t site = request.knobs.integer("site"), count = request.knobs.n();
  orm::Session session(services.db);
  // The rows refer to these.
  orm::List<Tenancy> tenancies;
  orm::List<Inspection> inspections;
  orm::List<Candidate> candidates;
  Value model = Value::object({{"site", site}});
  model.set("tenancies", tenancies_of(session, site, count, tenancies));
  model.set("inspections", inspections_of(session, site, count, inspections));
  model.set("candidates", candidates_of(session, site, count, candidates));
  return services.page(std::move(model)).set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage garden_secretary() {
  return {
      .summary =
          "what the secretary of an allotment site sees: tenants, inspections, and who waits for a plot",
      .why =
          "Three short lists, and each of their queries brings one text that the page does not show: the "
          "signed agreement, the minutes of the inspection, the letter of the candidate. None is large, but "
          "together they are nearly all that the database sends. Each list needs only() its columns.",
      .knobs = {items_knob("rows of each list", 640),
                {.name = "site", .help = "number of the site", .initial = 1, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "deferred-loading"}},
  };
}

}  // namespace caseload::gallery
