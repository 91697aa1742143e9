// The running stack that `make test` provides. A missing variable is an error, because a test that can't run
// must not look green.
#pragma once

#include <string>
#include <vector>

#include "core/knobs.hpp"
#include "io/cache/memcached.hpp"
#include "io/database/connection.hpp"
#include "io/http/http_client.hpp"

namespace caseload::test {

std::string required_variable(const char* name);  // throws std::runtime_error with its name
std::string variable_or(const char* name, const char* otherwise);

io::DatabaseSettings database_settings();  // CASELOAD_TEST_DB_SOCKET
io::CacheSettings cache_settings();        // CASELOAD_TEST_CACHE_SOCKET
io::HttpSettings partner_settings();       // CASELOAD_TEST_PARTNERS_SOCKET
std::string base_url();                    // CASELOAD_TEST_BASE, "http://127.0.0.1:PORT"
std::vector<Dataset> datasets();           // CASELOAD_TEST_DATASETS, "x1 x4"

}  // namespace caseload::test
