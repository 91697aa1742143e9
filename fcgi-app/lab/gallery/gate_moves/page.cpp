#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lines_sql = "SELECT code, agent FROM gate_line";
constexpr std::string_view moves_sql =
    "SELECT id, DATE_FORMAT(moved_at, '%Y%m%d%H%i'), box, size_type, line, plate, kilograms, is_inward "
    "FROM gate_move ORDER BY id LIMIT ?";

struct Line {
  std::string code, agent;
  static constexpr auto columns = std::tuple(&Line::code, &Line::agent);
};
struct Move {
  std::int64_t id;
  std::string at, box, size_type, line, plate;
  std::int64_t kilograms;
  bool is_inward;
  static constexpr auto columns = std::tuple(&Move::id, &Move::at, &Move::box, &Move::size_type, &Move::line,
                                             &Move::plate, &Move::kilograms, &Move::is_inward);
};

// Texts may have the characters that separate segments, elements and components, after a question mark.
std::string released(std::string_view text) {
  std::string result;
  for (const char each : text) {
    if (each == '\'' || each == '+' || each == ':' || each == '?') result += '?';
    result += each;
  }
  return result;
}

// An interchange of one CODECO message (UN/EDIFACT D.95B). The trailer has the number of its segments, so the
// message must be known before it can be closed.
class Message {
 public:
  explicit Message(std::string_view reference) : reference_(reference) {
    text_ = "UNB+UNOC:3+TERMINAL+LINES+260105:0600+" + reference_ + "'\n";
    segment("UNH+" + reference_ + "+CODECO:D:95B:UN:ITG14");
    segment("BGM+36+" + reference_ + "+9");
  }

  void segment(const std::string& text) {
    text_ += text + "'\n";
    ++segments_;
  }

  void add(const Move& move, std::string_view agent) {
    segment("EQD+CN+" + move.box + "+" + move.size_type + ":102:5++" + (move.is_inward ? "3" : "2") + "+5");
    segment("RFF+ABO:" + std::to_string(move.id));
    segment("DTM+7:" + move.at + ":203");
    segment("MEA+AAE+G+KGM:" + std::to_string(move.kilograms));
    segment("TDT+1++3++" + released(move.plate));
    segment("NAD+CF+" + move.line + ":160:20+" + released(agent));
  }

  std::string close() {
    segment("UNT+" + std::to_string(segments_ + 1) + "+" + reference_);
    text_ += "UNZ+1+" + reference_ + "'\n";
    return std::move(text_);
  }

 private:
  std::string reference_, text_;
  std::int64_t segments_ = 0;
};

Response run(const Request& request, Services& services) {
  std::unordered_map<std::string, std::string> agents;
  for (Line& each : services.db.query<Line>(lines_sql)) agents.emplace(each.code, std::move(each.agent));
  Message message("TML0000417");
  services.db.each<Move>(
      moves_sql,
      [&](const Move& move) {
        const auto agent = agents.find(move.line);
        message.add(move, agent == agents.end() ? std::string_view("UNKNOWN") : agent->second);
        return true;
      },
      request.knobs.n());
  Response response{.body = message.close()};
  response.set("Content-Type", "text/plain; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"codeco.edi\"")
      .set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage gate_moves() {
  return {
      .summary = "which containers went through a terminal's gate, as an EDIFACT file for the shipping lines",
      .why =
          "The rows are read one by one, but the message is kept until its trailer, which has the number of "
          "segments. That number could be counted while the segments are sent, so that neither memory nor "
          "the wait for the first byte grows with the file.",
      .knobs = {{.name = "n",
                 .help = "moves in the file, at most all that are stored",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 480'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "streaming-response"}},
  };
}

}  // namespace caseload::gallery
