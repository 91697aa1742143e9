// A page that is always JSON, whatever format the client prefers.
#pragma once

#include <functional>
#include <string>

#include "shop/services.hpp"

namespace caseload {

// `serialize` appends the document to the body.
Response data_page(Services& services, const std::function<void(std::string& body)>& serialize);

}  // namespace caseload
