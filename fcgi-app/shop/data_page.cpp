#include "shop/data_page.hpp"

namespace caseload {

Response data_page(Services& services, const std::function<void(std::string& body)>& serialize) {
  PhaseScope phase(services.trace, Phase::render);
  MemoryScope memory(MemoryOwner::render);
  Response response;
  response.set("Content-Type", "application/json").set("Cache-Control", "no-store");
  serialize(response.body);
  return response;
}

}  // namespace caseload
