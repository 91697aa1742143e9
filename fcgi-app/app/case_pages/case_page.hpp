// The portfolio's own pages.
#pragma once

#include "app/call.hpp"
#include "core/response.hpp"

namespace caseload {

Response home(Call& call);          // /
Response cases_folder(Call& call);  // /cases/
Response case_page(Call& call);     // /cases/:slug/, with all variants run where ?run=1

}  // namespace caseload
