#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr auto mail_sql =
    "select sender, subject, opening, closing, is_quote_first from helpdesk_mail where id = ?";
constexpr auto quote_sql = "select text from helpdesk_quote where mail_id = ? order by line limit ?";

struct Mail {
  std::string sender, subject, opening, closing;
  bool is_quote_first;
  static constexpr auto columns =
      std::tuple(&Mail::sender, &Mail::subject, &Mail::opening, &Mail::closing, &Mail::is_quote_first);
};

struct QuotedLine {
  std::string text;
  static constexpr auto columns = std::tuple(&QuotedLine::text);
};

// What is quoted at the end of a mail.
const io::BacktrackingPattern quoted_at_the_end(R"((?m)(?:^>.*\n)+\z)");

// Most people write above what they quote, some write below.
std::string body_of(const Mail& mail, const std::vector<QuotedLine>& quote) {
  std::string quoted;
  for (const QuotedLine& each : quote) quoted += "> " + each.text + "\n";
  if (mail.is_quote_first) return mail.opening + "\n\n" + quoted + "\n" + mail.closing + "\n";
  return mail.opening + "\n\n" + mail.closing + "\n\n" + quoted;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("mail");
  const auto mail = services.db.query_one<Mail>(mail_sql, id);
  if (!mail) throw NotFound("there is no mail " + std::to_string(id));
  const auto quote = services.db.query<QuotedLine>(quote_sql, id, request.knobs.n());
  const std::string body = body_of(*mail, quote);
  const auto hidden = services.matcher.find(quoted_at_the_end, body);
  return services
      .page(Value::object({{"sender", mail->sender},
                           {"subject", mail->subject},
                           {"text", hidden ? body.substr(0, hidden->at) : body},
                           {"hidden_bytes", hidden ? Value(hidden->length) : Value()}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage quoted_replies() {
  return {
      .summary = "a mail to a help desk, with what it quotes at its end folded away",
      .why =
          "In a mail that is written below its quote, the pattern starts at each quoted line, runs to the "
          "last one, does not find the end of the mail there, and goes back line by line. The steps grow "
          "with the square of the quote. Reading the lines from the end until one is not quoted takes one "
          "look at each.",
      .knobs = {{.name = "n",
                 .help = "quoted lines",
                 .initial = 80,
                 .minimum = 1,
                 .maximum = 320,
                 .ladder = {20, 40, 80, 160, 320}},
                {.name = "mail", .help = "number of the mail", .initial = 15, .minimum = 1, .maximum = 120},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "regex-backtracking"}},
  };
}

}  // namespace caseload::gallery
