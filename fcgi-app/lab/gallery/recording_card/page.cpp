#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view recording_sql =
    "SELECT id, title, performer, seconds FROM neighbouring_recording WHERE isrc = ?";
constexpr std::string_view shares_sql = R"(
  SELECT holder.name, share.role, share.permille
    FROM neighbouring_share AS share
    JOIN neighbouring_holder AS holder ON holder.id = share.holder_id
   WHERE share.recording_id = ?
   ORDER BY share.permille DESC, holder.id)";
constexpr std::string_view payouts_sql =
    "SELECT quarter, plays, cents FROM neighbouring_payout WHERE recording_id = ? ORDER BY quarter DESC "
    "LIMIT 4";
constexpr std::string_view disputes_sql =
    "SELECT opened_on, reason FROM neighbouring_dispute WHERE recording_id = ? AND is_open ORDER BY "
    "opened_on";

struct Recording {
  std::int64_t id;
  std::string title, performer;
  std::int64_t seconds;
  static constexpr auto columns =
      std::tuple(&Recording::id, &Recording::title, &Recording::performer, &Recording::seconds);
};

struct Share {
  std::string holder, role;
  std::int64_t permille;
  static constexpr auto columns = std::tuple(&Share::holder, &Share::role, &Share::permille);
};

struct Payout {
  std::string quarter;
  std::int64_t plays, cents;
  static constexpr auto columns = std::tuple(&Payout::quarter, &Payout::plays, &Payout::cents);
};

struct Dispute {
  std::string opened_on, reason;
  static constexpr auto columns = std::tuple(&Dispute::opened_on, &Dispute::reason);
};

// An International Standard Recording Code (ISO 3901): country, registrant, year, designation.
std::string isrc_of(std::int64_t registrant, std::int64_t designation) {
  const auto padded = [](std::int64_t number, std::size_t digits) {
    const std::string text = std::to_string(number);
    return std::string(digits - text.size(), '0') + text;
  };
  return "DE" + padded(registrant, 3) + "25" + padded(designation, 5);
}

std::string playing_time(std::int64_t seconds) {
  return std::to_string(seconds / 60) + (seconds % 60 < 10 ? ":0" : ":") + std::to_string(seconds % 60);
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::string isrc = isrc_of(request.knobs.integer("registrant"), request.knobs.integer("designation"));
  const auto recording = db.query_one<Recording>(recording_sql, isrc);
  if (!recording) throw NotFound("no recording has the code " + isrc);
  const auto shares = db.query<Share>(shares_sql, recording->id);
  const auto payouts = db.query<Payout>(payouts_sql, recording->id);
  const auto disputes = db.query<Dispute>(disputes_sql, recording->id);

  std::int64_t given = 0;
  Rows holders({"name", "role", "percent"}), paid({"quarter", "plays", "euros"}), open({"since", "reason"});
  for (const Share& each : shares) {
    given += each.permille;
    holders.add(each.holder, each.role, fixed(static_cast<double>(each.permille) / 10, 1));
  }
  for (const Payout& each : payouts)
    paid.add(each.quarter, grouped(each.plays), fixed(static_cast<double>(each.cents) / 100, 2));
  for (const Dispute& each : disputes) open.add(each.opened_on, each.reason);
  return services
      .page(Value::object({{"isrc", isrc},
                           {"title", recording->title},
                           {"performer", recording->performer},
                           {"time", playing_time(recording->seconds)},
                           {"is_complete", given == 1'000},
                           {"holders", std::move(holders)},
                           {"paid", std::move(paid)},
                           {"disputes", std::move(open)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage recording_card() {
  return {
      .summary = "a collecting society's card of a recording: shares, payouts and disputes, found by ISRC",
      .why =
          "Shares, payouts and disputes have indexes on the recording, but the recording is looked up by its "
          "ISRC, which has none. Every card reads the whole table of recordings.",
      .knobs = {{.name = "registrant",
                 .help = "number of the registrant",
                 .initial = 120,
                 .minimum = 100,
                 .maximum = 199},
                {.name = "designation",
                 .help = "number of the recording at the registrant",
                 .initial = 80,
                 .minimum = 1,
                 .maximum = 100},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "database-index"}},
  };
}

}  // namespace caseload::gallery
