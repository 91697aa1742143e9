#include "shop/services.hpp"

#include <utility>

#include "io/json/json.hpp"

namespace caseload {

Response Services::page(Value model, int status) {
  return page(the_case.template_name, the_case.page, std::move(model), nullptr, status);
}

Response Services::page(Value model, Fragments& fragments, int status) {
  return page(the_case.template_name, the_case.page, std::move(model), &fragments, status);
}

Response Services::page(std::string_view template_name, std::string_view title, Value model,
                        Fragments* fragments, int status) {
  PhaseScope phase(trace, Phase::render);
  MemoryScope memory(MemoryOwner::render);
  Response response{.status = status};
  response.set("Cache-Control", "no-store").set("Vary", "Accept");
  if (request.format == Format::json) {
    response.set("Content-Type", "application/json");
    response.body =
        io::to_json(fragments ? fragments->with_data(model, templates.marks_of(template_name)) : model);
  } else {
    response.set("Content-Type", "text/html; charset=utf-8");
    Value layout = Value::object({{"title", title}});
    layout.set("content", templates.render(template_name, model, fragments));
    response.body = templates.render("page", std::move(layout));
  }
  if (kept_data != nullptr) *kept_data = std::move(model);
  return response;
}

}  // namespace caseload
