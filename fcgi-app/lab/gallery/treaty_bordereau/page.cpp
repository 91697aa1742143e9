#include "core/csv.hpp"
#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t portion_bytes = 24'576;

constexpr std::string_view treaty_sql = "SELECT name, reinsurer, permille FROM treaty WHERE id = ?";
constexpr std::string_view cessions_sql =
    "SELECT policy, risk, begins_on, sum_euros, premium_c FROM treaty_cession WHERE treaty_id = ? "
    "ORDER BY id LIMIT ?";

struct Treaty {
  std::string name, reinsurer;
  std::int64_t permille;
  static constexpr auto columns = std::tuple(&Treaty::name, &Treaty::reinsurer, &Treaty::permille);
};

struct Cession {
  std::string policy, risk, begins_on;
  std::int64_t sum_euros, premium_c;
  static constexpr auto columns = std::tuple(&Cession::policy, &Cession::risk, &Cession::begins_on,
                                             &Cession::sum_euros, &Cession::premium_c);
};

std::string euros(std::int64_t cents) {
  return fixed(static_cast<double>(cents) / 100, 2);
}

class Bordereau {
 public:
  Bordereau(Sink& sink, const Treaty& treaty) : sink_(sink), permille_(treaty.permille) {
    Csv csv(pending_);
    csv.text(treaty.name).text(treaty.reinsurer).number(fixed(static_cast<double>(permille_) / 10, 1));
    csv.end_record();
    csv.text("policy").text("risk").text("begins").text("sum").text("ceded sum").text("premium");
    csv.text("ceded premium").end_record();
    send();
  }

  void add(const Cession& cession) {
    const std::int64_t ceded_c = cession.premium_c * permille_ / 1'000;
    Csv csv(pending_);
    csv.text(cession.policy).text(cession.risk).text(cession.begins_on);
    csv.number(std::to_string(cession.sum_euros));
    csv.number(std::to_string(cession.sum_euros * permille_ / 1'000));
    csv.number(euros(cession.premium_c)).number(euros(ceded_c)).end_record();
    premium_c_ += cession.premium_c;
    ceded_c_ += ceded_c;
    if (pending_.size() >= portion_bytes) send();
  }

  void end() {
    Csv csv(pending_);
    csv.text("total").text("").text("").text("").text("");
    csv.number(euros(premium_c_)).number(euros(ceded_c_)).end_record();
    send();
  }

 private:
  void send() {
    sink_.write(pending_);
    sink_.flush();
    pending_.clear();
  }

  Sink& sink_;
  std::int64_t permille_, premium_c_ = 0, ceded_c_ = 0;
  std::string pending_;
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("treaty");
  const auto treaty = services.stale.query_one<Treaty>(treaty_sql, id);
  if (!treaty) throw NotFound("there is no treaty " + std::to_string(id));
  Response response;
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"bordereau.csv\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, id, terms = *treaty, n = request.knobs.n()](Sink& sink) {
    Bordereau bordereau(sink, terms);
    services.stale.each<Cession>(
        cessions_sql,
        [&](const Cession& cession) {
          bordereau.add(cession);
          return true;
        },
        id, n);
    bordereau.end();
  };
  return response;
}

}  // namespace

GalleryPage treaty_bordereau() {
  return {
      .summary = "the policies that an insurer cedes under a reinsurance treaty, as a CSV file with totals",
      .why =
          "Innocent: the file may have a hundred thousand lines, which is its purpose. They are read one by "
          "one and sent in portions of 24 KB, the heading at once. The totals of the last line are added up "
          "on the way, so nothing is kept for them.",
      .knobs = {{.name = "n",
                 .help = "policies in the file, at most all that are ceded",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 360'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                {.name = "treaty", .help = "number of the treaty", .initial = 1, .minimum = 1, .maximum = 2},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
