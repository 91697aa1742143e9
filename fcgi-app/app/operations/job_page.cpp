// The page of one job: its state, its progress, its position in the queue, its result.
#include "app/app.hpp"
#include "app/operations/operations.hpp"
#include "app/responses.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json.hpp"
#include "jobs/job_state.hpp"

namespace caseload {

namespace {

Dataset dataset_in(std::string_view name) {
  const auto dataset = dataset_named(name);
  if (!dataset) throw NotFound("there is no dataset named '" + std::string(name) + "'");
  return *dataset;
}

std::int64_t job_id_in(std::string_view text) {
  const auto id = whole_number(text);
  if (!id || *id < 1) throw NotFound("a job id is a number; got '" + std::string(text) + "'");
  return *id;
}

Value text_or_null(const std::optional<std::string>& text) {
  return text ? Value(*text) : Value();
}

const PortfolioEntry* entry_of(const std::string& type, const Portfolio& portfolio) {
  for (const PortfolioEntry& entry : portfolio.entries())
    for (const JobType& job : entry.the_case->jobs)
      if (job.name == type) return &entry;
  return nullptr;  // the job was queued by another version
}

}  // namespace

Response job_page(Call& call) {
  const Request& request = call.request;
  const Dataset dataset = dataset_in(call.arguments[0]);
  const std::int64_t id = job_id_in(call.arguments[1]);
  Trace trace(call.shared.clock, false);
  Database db(call.owners.connections, trace, dataset);
  const auto job = jobs::find(db, id);
  if (!job) {
    throw NotFound("there is no job " + std::to_string(id) + " in " + std::string(name_of(dataset)) +
                   ": it never existed, or it has ended and its result is no longer kept");
  }
  const bool waiting = job->state == "waiting";
  const bool has_worker = !waiting || jobs::has_worker(db, job->type);
  Value result = job->result ? io::from_json(*job->result).value_or(Value{}) : Value{};
  Value model = Value::object({{"id", job->id},
                               {"dataset", name_of(dataset)},
                               {"kind", job->type},
                               {"state", job->state},
                               {"progress", job->progress},
                               {"before", waiting ? Value(jobs::jobs_before(db, id)) : Value()},
                               {"due_in_s", job->due_in_s},
                               {"has_worker", has_worker},
                               {"queue_wait_s", waiting ? Value(jobs::longest_wait_s(db)) : Value()},
                               {"attempts", job->attempts},
                               {"max_attempts", job->max_attempts},
                               {"created_at", job->created_at},
                               {"started_at", text_or_null(job->started_at)},
                               {"finished_at", text_or_null(job->finished_at)},
                               {"failure", text_or_null(job->failure)}});
  Response response;
  if (request.format == Format::json) {
    response = json_response(model.set("result", std::move(result)));
    response.set("Vary", "Accept");
  } else {
    const PortfolioEntry* entry = entry_of(job->type, call.shared.portfolio);
    if (entry != nullptr && !result.is_null()) {
      model.set("content", call.owners.templates.render(entry->the_case->template_name, result));
    }
    if (entry != nullptr)
      model.set("case", Value::object({{"slug", entry->the_case->slug}, {"title", entry->lesson.title}}));
    model.set("title", "Job " + std::to_string(job->id))
        .set("is_followed", !job->has_ended())
        .set("is_waiting", waiting)
        .set("is_running", job->state == "running")
        .set("is_done", job->state == "done")
        .set("is_failed", job->state == "failed")
        .set("is_tried_again", waiting && job->attempts > 0)
        .set("is_delayed", waiting && job->due_in_s > 0)
        .set("is_without_worker", !has_worker);
    response = html_response(call.owners.templates.render("job", std::move(model)));
  }
  return response;
}

}  // namespace caseload
