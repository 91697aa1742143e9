// What of FastCGI gets through to libfcgi, as a table.
#include "io/fastcgi/fcgi_checks.hpp"

#include <boost/test/unit_test.hpp>
#include <random>
#include <string>

#include "tests/support/fcgi_client.hpp"

namespace caseload::io {
namespace {

using test::bytes_of;
using test::pairs_of;
using namespace std::string_literals;

enum Type : unsigned int {
  begin = 1,
  abort_request = 2,
  end = 3,
  params = 4,
  std_in = 5,
  data = 8,
  values = 9
};

std::string record(unsigned int type, const std::string& content = {}, unsigned int id = 1) {
  return bytes_of({.type = type, .content = content, .request_id = id});
}

std::string pair(const std::string& name, const std::string& value) {
  return pairs_of({{name, value}});
}

const std::string begin_record = test::begin_record(false);
const std::string usual = pair("REQUEST_METHOD", "GET") + pair("REQUEST_URI", "/");
const std::string head = begin_record + record(params, usual) + record(params);

struct Outcome {
  std::string violation;
  bool is_complete;
  std::size_t taken = 0;
  std::string kept{};
};

// Gives the bytes in pieces of this size.
Outcome check(std::string bytes, std::size_t piece = 1'000'000) {
  FcgiChecks checks;
  Outcome outcome{};
  for (std::size_t at = 0; at < bytes.size() && checks.violation().empty() && !checks.is_complete();) {
    const std::size_t size = std::min(piece, bytes.size() - at);
    const FcgiChecks::Taken taken = checks.take(std::span(bytes).subspan(at, size));
    outcome.kept.append(bytes, at, taken.kept);
    outcome.taken += taken.bytes;
    at += size;
  }
  outcome.violation = checks.violation();
  outcome.is_complete = checks.is_complete();
  return outcome;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fcgi_checks)

BOOST_AUTO_TEST_CASE(a_request_gets_through_in_any_pieces) {
  std::string params_by_byte;
  for (const char c : usual + pair("HTTP_X", std::string(900, 'y'))) params_by_byte += record(params, {c});
  const std::string body = record(std_in, "abc") + record(std_in, std::string(65'535, 'b')) + record(std_in);
  for (const std::string& request :
       {head + record(std_in), head + body, begin_record + params_by_byte + record(params) + body,
        begin_record + record(params) + record(std_in),
        begin_record + record(params, pair("EMPTY", "")) + record(params) + record(std_in)}) {
    for (const std::size_t piece : {1UL, 7UL, 1000UL, 1'000'000UL}) {
      const Outcome outcome = check(request + "the next request", piece);
      BOOST_TEST(outcome.violation == "");
      BOOST_TEST(outcome.is_complete);
      BOOST_TEST(outcome.taken == request.size());
      BOOST_TEST((outcome.kept == request));
    }
  }
}

BOOST_AUTO_TEST_CASE(padding_is_removed) {
  const auto padded = [](std::size_t padding) {
    return bytes_of({.type = begin, .content = "\0\1\0\0\0\0\0\0"s, .padding = padding}) +
           bytes_of({.type = params, .content = usual, .padding = padding}) +
           bytes_of({.type = params, .padding = padding}) +
           bytes_of({.type = std_in, .content = "abc", .padding = padding}) +
           bytes_of({.type = std_in, .padding = padding});
  };
  for (const std::size_t padding : {1UL, 7UL, 255UL}) {
    for (const std::size_t piece : {1UL, 7UL, 1'000'000UL}) {
      const Outcome outcome = check(padded(padding), piece);
      BOOST_TEST(outcome.is_complete);
      BOOST_TEST((outcome.kept == padded(0)));
    }
  }
}

BOOST_AUTO_TEST_CASE(C21_what_no_web_server_sends_is_a_violation) {
  const std::string long_2_gib = "\xff\xff\xff\xfe"s;
  const struct {
    std::string bytes;
    const char* violation;
  } cases[] = {
      {begin_record + record(params, "\0"s + long_2_gib), "the name of a parameter is empty"},
      {begin_record + record(params, long_2_gib + "\0"s), "a parameter is too large"},
      {begin_record + record(params, "\1"s + long_2_gib), "a parameter is too large"},
      {begin_record + record(params, pair("", "x")), "the name of a parameter is empty"},
      {begin_record + record(params, usual + "\5\5abc"s) + record(params),
       "the last parameter is incomplete"},
      {begin_record + record(params, usual + "\x80"s) + record(params), "the last parameter is incomplete"},
      {begin_record + record(params, usual) + record(std_in),
       "a record of another type before the end of PARAMS"},
      {head + record(params), "a record of another type before the end of STDIN"},
      {head + record(data), "a record of another type before the end of STDIN"},
      {head + begin_record, "a record of another type before the end of STDIN"},
      {begin_record + begin_record, "a record of another type before the end of PARAMS"},
      {begin_record + record(params, usual, 2), "a record belongs to another request"},
      {head + record(std_in, "", 2), "a record belongs to another request"},
      {begin_record + record(abort_request), "the request was aborted"},
      {head + record(std_in, "a") + record(abort_request), "the request was aborted"},
      {record(params, usual), "the first record is not BEGIN_REQUEST"},
      {record(end, "\0\0\0\0\0\0\0\0"s), "the first record is not BEGIN_REQUEST"},
      {record(begin, "\0\1\0\0\0\0\0"s), "the length of BEGIN_REQUEST is not 8"},
      {record(begin), "the length of BEGIN_REQUEST is not 8"},
      {record(begin, "\0\1\0\0\0\0\0\0\0"s), "the length of BEGIN_REQUEST is not 8"},
      {record(begin, "\0\2\0\0\0\0\0\0"s), "the role is not responder"},
      {record(begin, "\1\1\0\0\0\0\0\0"s), "the role is not responder"},
      {record(values, pair("FCGI_MAX_CONNS", ""), 0),
       "a record has the request id 0, which is for management"},
      {record(77, "abc", 0), "a record has the request id 0, which is for management"},
      {begin_record + record(77, "abc", 0), "a record has the request id 0, which is for management"},
      {head + record(255), "a record of another type before the end of STDIN"},
      {bytes_of({.type = begin, .content = "\0\1\0\0\0\0\0\0"s, .version = 2}),
       "the version of a record is not 1"},
      {"GET / HTTP/1.1\r\n\r\n", "the version of a record is not 1"},
  };
  for (const auto& each : cases) {
    for (const std::size_t piece : {1UL, 5UL, 1'000'000UL}) {
      const Outcome outcome = check(each.bytes + record(std_in), piece);
      BOOST_TEST(outcome.violation == each.violation);
      BOOST_TEST(!outcome.is_complete);
    }
  }
}

BOOST_AUTO_TEST_CASE(C21_the_head_has_limits) {
  const auto sent = [](const std::string& pairs, std::size_t record_bytes) {
    std::string bytes = begin_record;
    for (std::size_t at = 0; at < pairs.size(); at += record_bytes)
      bytes += record(params, pairs.substr(at, record_bytes));
    return check(bytes + record(params) + record(std_in));
  };
  std::string many;
  for (std::size_t i = 0; i < max_parameters; ++i) many += pair("A", "x");
  BOOST_TEST(sent(many, 60'000).is_complete);
  BOOST_TEST(sent(many + pair("A", "x"), 60'000).violation == "there are too many parameters");

  const std::string large = pair("A", std::string(max_parameter_bytes - 1 - 1 - 4, 'x'));
  BOOST_TEST(large.size() == max_parameter_bytes);
  BOOST_TEST(sent(large, 60'000).is_complete);
  BOOST_TEST(sent(large + pair("B", ""), 60'000).violation == "the parameters are too large");
  BOOST_TEST(sent(pair("A", std::string(max_parameter_bytes + 1, 'x')), 60'000).violation ==
             "a parameter is too large");

  // A record's header and its padding count too.
  BOOST_TEST(sent(pair("A", std::string(50'000, 'x')), 1).is_complete);
  BOOST_TEST(sent(pair("A", std::string(70'000, 'x')), 1).violation == "the head is too large");
}

// Whatever a byte is changed to, the checks end in one of three ways, and keep no more than they were given.
BOOST_AUTO_TEST_CASE(C21_any_changed_byte_is_harmless) {
  std::minstd_rand random(1);
  const std::string request = head + record(std_in, "abc") + record(std_in);
  for (std::size_t at = 0; at < request.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      std::string changed = request;
      changed[at] = static_cast<char>(value);
      const Outcome outcome = check(changed, random() % 40 + 1);
      BOOST_TEST((outcome.violation.empty() || !outcome.is_complete));
      BOOST_TEST(outcome.taken <= changed.size());
      BOOST_TEST(outcome.kept.size() <= outcome.taken);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
