#include "core/csv.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view component_sql =
    "SELECT number, name, opening_pieces FROM ledger_component WHERE id = ?";
constexpr std::string_view moves_sql =
    "SELECT position, moved_on, kind, pieces, voucher FROM ledger_move WHERE component_id = ? "
    "ORDER BY component_id, position LIMIT ?";

struct Component {
  std::string number, name;
  std::int64_t opening_pieces;
  static constexpr auto columns =
      std::tuple(&Component::number, &Component::name, &Component::opening_pieces);
};
struct Move {
  std::int64_t position;
  std::string moved_on, kind;
  std::int64_t pieces;
  std::string voucher;
  static constexpr auto columns =
      std::tuple(&Move::position, &Move::moved_on, &Move::kind, &Move::pieces, &Move::voucher);
};

// A stocktaking sets the balance, everything else changes it.
std::int64_t balance_after(std::int64_t balance, const Move& move) {
  if (move.kind == "count") return move.pieces;
  return move.kind == "issue" || move.kind == "scrap" ? balance - move.pieces : balance + move.pieces;
}

void write_ledger(Sink& sink, Database& db, std::int64_t id, const Component& component, std::int64_t n) {
  std::string text;
  Csv(text)
      .text("position")
      .text("date")
      .text("kind")
      .text("pieces")
      .text("voucher")
      .text("balance")
      .end_record();
  Csv(text)
      .number("0")
      .text("")
      .text(component.number + " " + component.name)
      .number("")
      .text("")
      .number(std::to_string(component.opening_pieces))
      .end_record();
  sink.write(text);
  sink.flush();
  text.clear();
  constexpr std::size_t piece_bytes = 16'384;
  std::int64_t balance = component.opening_pieces;
  db.each<Move>(
      moves_sql,
      [&](const Move& move) {
        balance = balance_after(balance, move);
        Csv(text)
            .number(std::to_string(move.position))
            .text(move.moved_on)
            .text(move.kind)
            .number(std::to_string(move.pieces))
            .text(move.voucher)
            .number(std::to_string(balance))
            .end_record();
        if (text.size() < piece_bytes) return true;
        sink.write(text);
        sink.flush();
        text.clear();
        return true;
      },
      id, n);
  sink.write(text);
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("component");
  const auto component = services.stale.query_one<Component>(component_sql, id);
  if (!component) throw NotFound("there is no component " + std::to_string(id));
  Response response;
  response.set("Content-Type", "text/csv; charset=utf-8; header=present")
      .set("Content-Disposition", "attachment; filename=\"ledger.csv\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, id, component = *component, n = request.knobs.n()](Sink& sink) {
    write_ledger(sink, services.stale, id, component, n);
  };
  return response;
}

}  // namespace

GalleryPage component_ledger() {
  return {
      .summary =
          "the stock ledger of a component with the balance after each move, as a CSV file for auditors",
      .why =
          "Innocent: every move is read, because auditors want every move. The balance is computed in code "
          "while the rows pass, they come from the primary key in their order, and pieces of 16 KB are sent "
          "as soon as they are full. Nothing is kept.",
      .knobs =
          {{.name = "n",
            .help = "moves in the file, at most all that are stored",
            .initial = 5'000,
            .minimum = 1,
            .maximum = 160'000,
            .ladder = {10, 40, 160, 640, 2'560, 10'240}},
           {.name = "component", .help = "number of the component", .initial = 2, .minimum = 1, .maximum = 3},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
