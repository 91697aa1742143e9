#include <array>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/request_chain.hpp"

namespace caseload::gallery {

namespace {

struct Membership {
  bool has_ended;
  static constexpr auto columns = std::tuple(&Membership::has_ended);
};

constexpr std::string_view membership_sql =
    "SELECT ends_on < '2026-01-01' FROM gym_membership WHERE member_id = ?";

void sign_in(Visit& visit) {
  visit.token = steps::token_of(visit.request);
  const auto session = steps::session_in(visit.services.db, visit.token);
  visit.account.customer_id = session.customer_id;
  visit.account.requests_per_minute = session.requests_per_minute;
}

void load_profile(Visit& visit) {
  auto customer = steps::customer_in(visit.services.db, visit.account.customer_id);
  visit.account.name = std::move(customer.name);
  visit.account.email = std::move(customer.email);
}

void check_membership(Visit& visit) {
  const auto membership = visit.services.db.query_one<Membership>(membership_sql, visit.account.customer_id);
  if (!membership || membership->has_ended) throw HttpError(403, "the membership has ended");
}

void load_bookable_rooms(Visit& visit) {
  visit.account.permissions = steps::permissions_in(visit.services.db, visit.account.customer_id);
}

void load_trials(Visit& visit) {
  visit.has_feature = [&visit, trials = steps::features_in(visit.services.db)](std::string_view name) {
    return steps::is_on(trials, name, visit.account.customer_id);
  };
}

void note_last_visit(Visit& visit) {
  steps::record_session_use(visit.services.db, visit.token);
}

void log_request(Visit& visit, int status) {
  steps::log_at_once(visit, std::to_string(status));
}

// The members' area, of which the card is a part since it has an address.
constexpr ChainStep members_steps[] = {{"sign_in", sign_in},
                                       {"check_limit", steps::check_limit},
                                       {"load_profile", load_profile},
                                       {"check_membership", check_membership},
                                       {"load_bookable_rooms", load_bookable_rooms},
                                       {"load_trials", load_trials},
                                       {"note_last_visit", note_last_visit}};

// Code 39 (ISO/IEC 16388): nine bars and gaps for each character, three of them wide. Digits, then the mark
// at both ends.
constexpr std::array<std::string_view, 11> code_39{"000110100", "100100001", "001100001", "101100000",
                                                   "000110001", "100110000", "001110000", "000100101",
                                                   "100100100", "001100100", "010010100"};
constexpr std::string_view end_mark = code_39.back();
constexpr int narrow = 2, wide = 5, height = 90;

// Draws one character and moves to the right of it.
void draw(std::string& svg, std::string_view widths, int& x) {
  for (std::size_t at = 0; at < widths.size(); ++at) {
    const int width = widths[at] == '1' ? wide : narrow;
    if (at % 2 == 0)
      svg += "<rect x=\"" + std::to_string(x) + "\" y=\"10\" width=\"" + std::to_string(width) +
             "\" height=\"" + std::to_string(height) + "\"/>";
    x += width;
  }
  x += narrow;
}

// For the turnstile, which reads it from the telephone's screen.
Response card(Visit& visit) {
  const std::string number = std::to_string(10'000'000 + visit.account.customer_id);
  std::string bars;
  int x = 20;
  draw(bars, end_mark, x);
  for (const char digit : number) draw(bars, code_39[static_cast<std::size_t>(digit - '0')], x);
  draw(bars, end_mark, x);
  return Response{.body = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " +
                          std::to_string(x + 20) + " 130\">" + bars +
                          "<text x=\"20\" y=\"122\" font-size=\"18\">" + number + "</text></svg>\n"}
      .set("Content-Type", "image/svg+xml")
      .set("Cache-Control", "private, no-store");
}

Response run(const Request& request, Services& services) {
  return run_chain({.steps = members_steps, .finish = {"log_request", log_request}}, request, services, card);
}

}  // namespace

GalleryPage gym_card() {
  return {
      .summary = "a member's card of a gym as a picture: a bar code that opens the turnstile",
      .why =
          "Only the session and the membership decide about the card. But it is below the members' area, so "
          "profile, rooms and trials are loaded before, and a row is written, for a picture of a number.",
      .knobs = {dataset_knob()},
      .run = run,
      .labels = {{.name = "middleware"}},
  };
}

}  // namespace caseload::gallery
