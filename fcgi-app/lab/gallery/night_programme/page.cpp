#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "orm/mapping.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

using orm::Column;
using orm::Mapping;
using orm::ToOne;

struct Institute : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> name;
  Column<std::string> phone;

  static const Mapping<Institute>& mapping();
};

struct Proposal : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> code;
  Column<std::string> title;
  Column<std::int64_t> institute_id;

  ToOne<Institute> institute;

  static const Mapping<Proposal>& mapping();
};

struct Block : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> run_id;
  Column<std::string> begins;
  Column<std::int64_t> minutes;
  Column<bool> is_visitor;
  Column<std::string> moon;
  Column<std::int64_t> proposal_id;

  ToOne<Proposal> proposal;

  static const Mapping<Block>& mapping();
};

const Mapping<Institute>& Institute::mapping() {
  static const auto mapping = Mapping<Institute>("scope_institute")
                                  .column("id", &Institute::id)
                                  .column("name", &Institute::name)
                                  .column("phone", &Institute::phone);
  return mapping;
}

const Mapping<Proposal>& Proposal::mapping() {
  static const auto mapping = Mapping<Proposal>("scope_proposal")
                                  .column("id", &Proposal::id)
                                  .column("code", &Proposal::code)
                                  .column("title", &Proposal::title)
                                  .column("institute_id", &Proposal::institute_id)
                                  .to_one("institute", &Proposal::institute, &Proposal::institute_id);
  return mapping;
}

const Mapping<Block>& Block::mapping() {
  static const auto mapping = Mapping<Block>("scope_block")
                                  .column("id", &Block::id)
                                  .column("run_id", &Block::run_id)
                                  .column("begins", &Block::begins)
                                  .column("minutes", &Block::minutes)
                                  .column("is_visitor", &Block::is_visitor)
                                  .column("moon", &Block::moon)
                                  .column("proposal_id", &Block::proposal_id)
                                  .to_one("proposal", &Block::proposal, &Block::proposal_id);
  return mapping;
}

// The printer in the control room has 72 characters on a line.
class Sheet {
 public:
  explicit Sheet(std::string& text) : text_(text) {}

  void line(std::string_view left, std::string_view right) {
    text_.append(left.substr(0, 20)).append(left.size() < 20 ? 20 - left.size() : 0, ' ');
    text_.append(" ").append(utf8_prefix(right, 51)).append("\n");
  }
  void gap() { text_ += "\n"; }

 private:
  std::string& text_;
};

void write(Sheet& sheet, const Block& block) {
  const Proposal& proposal = block.proposal();
  sheet.line(block.begins(), std::string(proposal.code()) + "  " + std::to_string(block.minutes()) +
                                 " min, " + std::string(block.moon()));
  sheet.line("", proposal.title());
  if (block.is_visitor()) {
    const Institute& institute = proposal.institute();
    sheet.line("  visitors", institute.name());
    sheet.line("  call", institute.phone());
  }
}

Response run(const Request& request, Services& services) {
  orm::Session session(services.db);
  const std::int64_t number = request.knobs.integer("run");
  const auto blocks = session.query<Block>()
                          .where(&Block::run_id, number)
                          .order_by(&Block::begins)
                          .limit(request.knobs.n())
                          .all();
  return data_page(services,
                   [&](std::string& body) {
                     Sheet sheet(body);
                     sheet.line("RUN " + std::to_string(number), "programme");
                     std::int64_t minutes = 0;
                     for (const Block& block : blocks) {
                       write(sheet, block);
                       minutes += block.minutes();
                     }
                     sheet.gap();
                     sheet.line("in all", std::to_string(minutes) + " min");
                   })
      .set("Content-Type", "text/plain; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage night_programme() {
  return {
      .summary = "the programme of a telescope's run for the printer in the control room, as text",
      .why =
          "The blocks come with one query, but the proposal of each is loaded when its code is printed, and "
          "where the astronomers want to be called, the proposal's institute as well. Both are to-one and "
          "could be joined.",
      .knobs = {items_knob("blocks on the sheet", 320),
                {.name = "run", .help = "number of the run", .initial = 7, .minimum = 1, .maximum = 20},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "select-related"}},
  };
}

}  // namespace caseload::gallery
