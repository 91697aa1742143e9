#include "io/http/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <new>
#include <stdexcept>
#include <utility>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/http/http_transfer.hpp"

namespace caseload::io {
namespace {

constexpr int longest_wait_ms = 1'000;

// libcurl's global state, created before the first handle and never freed, since threads may still use it.
void initialise() {
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (result != CURLE_OK) throw std::runtime_error("libcurl could not be initialised");
}

void check(CURLMcode code) {
  if (code != CURLM_OK) throw std::runtime_error(std::string("libcurl: ") + curl_multi_strerror(code));
}

// "host:port", or "localhost" for a socket, whose path curl gets separately.
std::string base_of(const std::string& address) {
  if (address.starts_with('/')) return "http://localhost";
  const std::size_t colon = address.rfind(':');
  const auto port = colon == std::string::npos ? std::nullopt : whole_number(address.substr(colon + 1));
  const bool is_host = colon != std::string::npos && colon > 0 &&
                       address.find_first_not_of(
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                           ".-:[]") == std::string::npos;
  if (!is_host || !port || *port < 1 || *port > 65'535)
    throw ConfigError("partners.address must be the path of a Unix socket or host:port; got '" + address +
                      "'");
  return "http://" + address;
}

void check_target(const std::string& target) {
  const bool is_visible = std::ranges::all_of(target, [](char c) { return c > ' ' && c < '\x7f'; });
  if (!target.starts_with('/') || !is_visible || target.find('#') != std::string::npos)
    throw std::invalid_argument("'" + target + "' is not the path of a call");
}

struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

}  // namespace

struct HttpClient::State {
  explicit State(HttpSettings given) : settings(std::move(given)), base(base_of(settings.address)) {
    initialise();
    multi = curl_multi_init();
    // "Expect" would cost a round trip. libcurl sends it before a body of 1 MB.
    headers.reset(curl_slist_append(curl_slist_append(nullptr, "Accept: application/json"), "Expect:"));
    if (multi == nullptr || headers == nullptr) throw std::bad_alloc();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(settings.max_at_once));
  }
  ~State() {
    transfers.clear();
    curl_multi_cleanup(multi);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::unique_ptr<HttpTransfer> unused_transfer() {
    if (transfers.empty()) return std::make_unique<HttpTransfer>();
    std::unique_ptr<HttpTransfer> last = std::move(transfers.back());
    transfers.pop_back();
    return last;
  }

  const HttpSettings settings;
  const std::string base;
  CURLM* multi = nullptr;
  std::unique_ptr<curl_slist, ListDeleter> headers;
  std::vector<std::unique_ptr<HttpTransfer>> transfers;  // those that are not in use
};

// The calls of one run. What has not ended when it is destroyed is dropped with its connection.
class HttpClient::Run {
 public:
  Run(State& state, std::span<const HttpCall> calls, Deadline deadline, const ClockUs& now_us)
      : state_(state), calls_(calls), deadline_(deadline), now_us_(now_us), replies_(calls.size()) {}
  ~Run() {
    while (!running_.empty()) release(running_.begin());
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  std::vector<HttpReply> finish() {
    for (;;) {
      start_those_that_may();
      if (running_.empty()) break;
      int left = 0;
      check(curl_multi_perform(state_.multi, &left));
      const bool has_ended = take_ended();
      thread_cancellation.check();
      if (!has_ended) check(curl_multi_poll(state_.multi, nullptr, 0, longest_wait_ms, nullptr));
    }
    return std::move(replies_);
  }

 private:
  struct Running {
    std::size_t call;
    std::unique_ptr<HttpTransfer> transfer;
  };
  using Place = std::vector<Running>::iterator;

  void start_those_that_may() {
    while (next_ < calls_.size() && running_.size() < static_cast<std::size_t>(state_.settings.max_at_once)) {
      const std::size_t call = next_++;
      HttpReply& reply = replies_[call];
      reply.start_us = reply.end_us = now_us_();
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now());
      if (left.count() <= 0) {
        reply.failure = CallFailure::deadline;
        reply.reason = "the deadline for calls passed before this one began";
        continue;
      }
      start(call, left.count());
    }
  }

  void start(std::size_t call, std::int64_t left_ms) {
    std::unique_ptr<HttpTransfer> transfer = state_.unused_transfer();
    transfer->prepare(state_.settings, state_.base, state_.headers.get(), calls_[call], left_ms);
    running_.reserve(running_.size() + 1);
    check(curl_multi_add_handle(state_.multi, transfer->handle()));
    running_.push_back({call, std::move(transfer)});
  }

  bool take_ended() {
    bool has_ended = false;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(state_.multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const auto ended = std::ranges::find_if(
          running_, [&](const Running& each) { return each.transfer->handle() == message->easy_handle; });
      HttpReply reply = ended->transfer->take_reply(message->data.result);
      reply.start_us = replies_[ended->call].start_us;
      reply.end_us = now_us_();
      replies_[ended->call] = std::move(reply);
      release(ended);
      has_ended = true;
    }
    return has_ended;
  }

  void release(Place place) {
    curl_multi_remove_handle(state_.multi, place->transfer->handle());
    state_.transfers.push_back(std::move(place->transfer));
    running_.erase(place);
  }

  State& state_;
  std::span<const HttpCall> calls_;
  Deadline deadline_;
  const ClockUs& now_us_;
  std::vector<HttpReply> replies_;
  std::vector<Running> running_;
  std::size_t next_ = 0;
};

std::string_view name_of(CallFailure failure) {
  switch (failure) {
    case CallFailure::none:
      return "none";
    case CallFailure::unreachable:
      return "unreachable";
    case CallFailure::deadline:
      return "deadline";
    case CallFailure::too_large:
      return "too-large";
    case CallFailure::redirect:
      return "redirect";
    case CallFailure::broken:
      return "broken";
  }
  throw std::logic_error("unknown failure of a call");
}

HttpClient::HttpClient(HttpSettings settings) : state_(std::make_unique<State>(std::move(settings))) {}
HttpClient::~HttpClient() = default;

std::vector<HttpReply> HttpClient::run(std::span<const HttpCall> calls, Deadline deadline,
                                       const ClockUs& now_us) {
  for (const HttpCall& call : calls) check_target(call.target);
  const Cancellation::Running running(*this);
  return Run(*state_, calls, deadline, now_us).finish();
}

const HttpSettings& HttpClient::settings() const {
  return state_->settings;
}

void HttpClient::interrupt() noexcept {
  curl_multi_wakeup(state_->multi);
}

}  // namespace caseload::io
