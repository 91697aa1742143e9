// Many concurrent HTTP clients in one thread, like a load tool, but counted per client.
#pragma once

#include <string>
#include <vector>

namespace caseload::test {

// Opens `clients` connections at once with one request each. Returns each one's status, 0 for none.
std::vector<int> burst(int port, int clients, const std::string& target);

// Opens `clients` persistent connections. Each sends the next request as soon as it has a response, until
// there are `total` responses. Returns the number of responses per client.
std::vector<int> responses_per_client(int port, int clients, int total, const std::string& target);

}  // namespace caseload::test
