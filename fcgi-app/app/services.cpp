#include "app/services.hpp"

#include <utility>

#include "io/json.hpp"

namespace caseload {

Response Services::page(Value model, int status) {
  PhaseScope phase(trace, Phase::render);
  MemoryScope memory(MemoryOwner::render);
  Response response{.status = status};
  response.set("Cache-Control", "no-store").set("Vary", "Accept");
  if (request.format == Format::json) {
    response.set("Content-Type", "application/json");
    response.body = io::to_json(model);
  } else {
    response.set("Content-Type", "text/html; charset=utf-8");
    Value layout = Value::object({{"title", the_case.page}});
    layout.set("content", templates.render("cases/" + the_case.stem, std::move(model)));
    response.body = templates.render("page", std::move(layout));
  }
  return response;
}

}  // namespace caseload
