#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "orm/mapping.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Column;
using orm::Mapping;
using orm::ToOne;

struct Program : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> number;
  Column<std::int64_t> revision;
  Column<std::int64_t> seconds;  // for one piece
  Column<std::string> code;      // G-code, as the control of the machine reads it

  static const Mapping<Program>& mapping();
};

struct WorkOrder : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> machine_id;
  Column<std::string> due_on;
  Column<std::string> article;
  Column<std::int64_t> pieces;
  Column<std::int64_t> program_id;

  ToOne<Program> program;

  static const Mapping<WorkOrder>& mapping();
};

const Mapping<Program>& Program::mapping() {
  static const auto mapping = Mapping<Program>("nc_program")
                                  .column("id", &Program::id)
                                  .column("number", &Program::number)
                                  .column("revision", &Program::revision)
                                  .column("seconds", &Program::seconds)
                                  .column("code", &Program::code);
  return mapping;
}

const Mapping<WorkOrder>& WorkOrder::mapping() {
  static const auto mapping = Mapping<WorkOrder>("nc_work_order")
                                  .column("id", &WorkOrder::id)
                                  .column("machine_id", &WorkOrder::machine_id)
                                  .column("due_on", &WorkOrder::due_on)
                                  .column("article", &WorkOrder::article)
                                  .column("pieces", &WorkOrder::pieces)
                                  .column("program_id", &WorkOrder::program_id)
                                  .to_one("program", &WorkOrder::program, &WorkOrder::program_id);
  return mapping;
}

constexpr std::string_view machine_sql = "SELECT name, setup_minutes FROM nc_machine WHERE id = ?";

struct Machine {
  std::string name;
  std::int64_t setup_minutes;
  static constexpr auto columns = std::tuple(&Machine::name, &Machine::setup_minutes);
};

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("machine");
  const auto machine = services.db.query_one<Machine>(machine_sql, id);
  if (!machine) throw NotFound("there is no machine " + std::to_string(id));
  const auto orders = orm::Session(services.db)
                          .query<WorkOrder>()
                          .join(&WorkOrder::program)
                          .only(&WorkOrder::due_on, &WorkOrder::article, &WorkOrder::pieces)
                          .where(&WorkOrder::machine_id, id)
                          .order_by(&WorkOrder::due_on)
                          .limit(request.knobs.n())
                          .all();
  Rows rows({"number", "due_on", "article", "pieces", "program", "revision", "is_new", "hours"});
  std::int64_t minutes = 0;
  std::string_view loaded;
  for (const WorkOrder& order : orders) {
    const Program& program = order.program();
    // The machine is set up again when it needs another program.
    const bool is_new = program.number() != loaded;
    if (is_new) minutes += machine->setup_minutes;
    loaded = program.number();
    minutes += order.pieces() * program.seconds() / 60;
    rows.add(order.id(), order.due_on(), order.article(), order.pieces(), program.number(),
             program.revision(), is_new, fixed(static_cast<double>(minutes) / 60, 1));
  }
  return services.page(Value::object({{"machine", machine->name}, {"orders", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage nc_work_list() {
  return {
      .summary = "the work list of a milling machine: orders by date, the program for each, hours until then",
      .why =
          "The list narrows the columns of the orders, but the program that is joined to each comes whole, "
          "with nine kilobytes of G-code. The page shows its number, revision and duration. The columns of "
          "the joined entity could be narrowed too.",
      .knobs =
          {{.name = "n",
            .help = "orders on the list",
            .initial = 80,
            .minimum = 1,
            .maximum = 320,
            .ladder = {10, 40, 160, 320}},
           {.name = "machine", .help = "number of the machine", .initial = 2, .minimum = 1, .maximum = 5},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "deferred-loading"}},
  };
}

}  // namespace caseload::gallery
