#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/request_chain.hpp"

namespace caseload::gallery {

namespace {

void sign_in(Visit& visit) {
  visit.token = steps::token_of(visit.request);
  const auto session = steps::session_in(visit.services.db, visit.token);
  visit.account.customer_id = session.customer_id;
  visit.account.requests_per_minute = session.requests_per_minute;
}

void note_presence(Visit& visit) {
  steps::record_session_use(visit.services.db, visit.token);
}

void load_member(Visit& visit) {
  auto customer = steps::customer_in(visit.services.db, visit.account.customer_id);
  visit.account.name = std::move(customer.name);
  visit.account.email = std::move(customer.email);
}

void load_rights(Visit& visit) {
  visit.account.permissions = steps::permissions_in(visit.services.db, visit.account.customer_id);
}

void load_trials(Visit& visit) {
  visit.has_feature = [&visit, trials = steps::features_in(visit.services.db)](std::string_view name) {
    return steps::is_on(trials, name, visit.account.customer_id);
  };
}

void write_log(Visit& visit, int status) {
  steps::log_at_once(visit, std::to_string(status));
}

// In front of everything below /chat/.
constexpr ChainStep chat_steps[] = {{"sign_in", sign_in},         {"note_presence", note_presence},
                                    {"load_member", load_member}, {"load_rights", load_rights},
                                    {"load_trials", load_trials}, {"check_limit", steps::check_limit}};

// The other member's browser sets the key for four seconds with each key pressed.
Response typing(Visit& visit) {
  Services& services = visit.services;
  const auto typing = services.cache.get("typing " + std::string(name_of(services.db.dataset())) + " to " +
                                         std::to_string(visit.account.customer_id));
  return data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("typing");
    typing ? json.text(*typing) : json.null();
    json.end_object();
  });
}

Response run(const Request& request, Services& services) {
  return run_chain({.steps = chat_steps, .finish = {"write_log", write_log}}, request, services, typing);
}

}  // namespace

GalleryPage typing_state() {
  return {
      .summary =
          "who is typing to the member just now, as JSON that a chat window asks for every two seconds",
      .why =
          "One value from the cache is all that is needed. But the address is below the chat's, so member, "
          "permissions and trials are loaded, and a row is written to note that the member is there.",
      .knobs = {dataset_knob()},
      .run = run,
      .labels = {{.name = "middleware"}},
  };
}

}  // namespace caseload::gallery
