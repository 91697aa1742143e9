// The start page and the pages of the cases.
#pragma once

#include "app/call.hpp"
#include "core/response.hpp"

namespace caseload {

Response home(Call& call);          // /
Response cases_folder(Call& call);  // /cases/
Response case_page(Call& call);     // /cases/:slug/; with ?run=1 all variants are run

}  // namespace caseload
