// Many HTTP clients at once, in one thread: what a load tool would do, but counted per client.
#pragma once

#include <string>
#include <vector>

namespace caseload::test {

// `clients` connections at once, one request each; the status each got, 0 for none.
std::vector<int> burst(int port, int clients, const std::string& target);

// `clients` kept connections, each asking again as soon as it is answered, until `total` answers came. How
// many each got.
std::vector<int> responses_per_client(int port, int clients, int total, const std::string& target);

}  // namespace caseload::test
