// The page of one job: its state, how far it is, its place in the queue, its result.
#include <algorithm>
#include <charconv>

#include "app/app.hpp"
#include "app/responses.hpp"
#include "core/catalogue.hpp"
#include "core/errors.hpp"
#include "io/json/json.hpp"
#include "jobs/queue.hpp"

namespace caseload {

namespace {

Dataset dataset_named(const std::string& name) {
  for (const Dataset each : all_datasets)
    if (name == name_of(each)) return each;
  throw NotFound("there is no dataset named '" + name + "'");
}

std::int64_t number_in(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1)
    throw NotFound("a job has a number; got '" + text + "'");
  return number;
}

Value text_or_null(const std::optional<std::string>& text) {
  return text ? Value(*text) : Value();
}

const Case* case_of(const std::string& kind) {
  for (const Case& each : catalogue())
    for (const JobKind& job : each.jobs)
      if (job.kind == kind) return &each;
  return nullptr;  // of another version
}

}  // namespace

Response App::job_page(Request& request, const Arguments& arguments) {
  const Dataset dataset = dataset_named(arguments[0]);
  const std::int64_t id = number_in(arguments[1]);
  Trace trace(shared_.clock, false);
  Database db(owners_.connections, trace, dataset);
  const auto job = jobs::find(db, id);
  if (!job) {
    throw NotFound("there is no job " + arguments[1] + " in " + arguments[0] +
                   ": it never was, or it ended and its result is no longer kept");
  }
  const bool waiting = job->state == "waiting";
  Value result = job->result ? io::from_json(*job->result).value_or(Value{}) : Value{};
  Value model = Value::object({{"id", job->id},
                               {"dataset", arguments[0]},
                               {"kind", job->kind},
                               {"state", job->state},
                               {"progress", job->progress},
                               {"before", waiting ? Value(jobs::jobs_before(db, id)) : Value()},
                               {"due_in_s", job->due_in_s},
                               {"attempts", job->attempts},
                               {"max_attempts", job->max_attempts},
                               {"created_at", job->created_at},
                               {"started_at", text_or_null(job->started_at)},
                               {"finished_at", text_or_null(job->finished_at)},
                               {"failure", text_or_null(job->failure)}});
  Response response;
  if (request.format == Format::json) {
    response = json_answer(model.set("result", std::move(result)));
    response.set("Vary", "Accept");
  } else {
    const Case* the_case = case_of(job->kind);
    if (the_case != nullptr && !result.is_null()) {
      model.set("content", owners_.templates.render("cases/" + the_case->stem, result));
    }
    if (the_case != nullptr)
      model.set("case", Value::object({{"slug", the_case->slug}, {"title", the_case->title}}));
    model.set("title", "Job " + std::to_string(job->id))
        .set("is_followed", !job->has_ended())
        .set("is_waiting", waiting)
        .set("is_running", job->state == "running")
        .set("is_done", job->state == "done")
        .set("is_failed", job->state == "failed")
        .set("is_tried_again", waiting && job->attempts > 0)
        .set("is_delayed", waiting && job->due_in_s > 0);
    response = html_answer(owners_.templates.render("job", std::move(model)));
  }
  return response;
}

}  // namespace caseload
