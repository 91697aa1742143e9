#include "io/templates/templates.hpp"

#include <map>
#include <utility>

#include "io/templates/template_programs.hpp"
#include "io/templates/template_view.hpp"

namespace caseload::io {
namespace {

using EntryKind = TemplateEntry::Kind;

// Partials that include themselves are compiled on first use.
class Recursions {
 public:
  const TemplateProgram& program_of(const TemplatePrograms& programs, const TemplateEntry& entry) {
    auto& program = compiled_[{entry.text, entry.indent}];
    if (!program) {
      program = std::make_unique<const TemplateProgram>(
          compile_recursion(programs.texts, programs.missing, entry.text, entry.indent));
    }
    return *program;
  }

 private:
  std::map<std::pair<std::string, std::string>, std::unique_ptr<const TemplateProgram>> compiled_;
};

// Of all sections and partials around a place. The limits of each allow twice as many together, for which the
// stack of a program with sanitizers has no room.
constexpr int nesting_limit = 1'000;

// Renders a program in one pass over its entries, with a stack of the enclosing values, innermost last.
class Renderer {
 public:
  Renderer(const TemplatePrograms& programs, Recursions& recursions, BlockSource* blocks, std::string& out)
      : programs_(programs), recursions_(recursions), blocks_(blocks), out_(out) {}

  void render(const TemplateProgram& program, const Value& model) {
    context_stack_.push_back(view_of(model));
    walk(program, 0, program.entries.size());
  }

 private:
  void walk(const TemplateProgram& program, std::size_t begin, std::size_t end) {
    if (++nested_ > nesting_limit)
      throw TemplateError("sections and partials are nested more than " + std::to_string(nesting_limit) +
                          " levels deep");
    for (std::size_t at = begin; at < end;) {
      const TemplateEntry& entry = program.entries[at];
      switch (entry.kind) {
        case EntryKind::literal:
          out_ += entry.text;
          break;
        case EntryKind::escaped:
        case EntryKind::unescaped:
          if (const View found = find(program, entry))
            append_text(found, entry.kind == EntryKind::escaped, out_);
          break;
        case EntryKind::section:
          if (const View found = find(program, entry); found && !is_falsy(found)) repeat(found, program, at);
          at = entry.end;
          continue;
        case EntryKind::inverted:
          if (const View found = find(program, entry); !found || is_falsy(found))
            walk(program, at + 1, entry.end);
          at = entry.end;
          continue;
        case EntryKind::recursion:
          recurse(entry);
          break;
        case EntryKind::block:
          put_block(program, entry);
          break;
      }
      ++at;
    }
    --nested_;
  }

  void inside(const View& view, const TemplateProgram& program, std::size_t begin, std::size_t end) {
    context_stack_.push_back(view);
    walk(program, begin, end);
    context_stack_.pop_back();
  }

  // Renders a section: for a list once per item, for anything else once.
  void repeat(const View& view, const TemplateProgram& program, std::size_t section) {
    const std::size_t begin = section + 1;
    const std::size_t end = program.entries[section].end;
    const auto expect = [&](std::size_t items) {
      out_.reserve(out_.size() + items * program.entries[section].usual_bytes);
    };
    if (view.rows != nullptr) start_columns(program);
    if (view.value != nullptr && view.value->items() != nullptr) {
      expect(view.value->items()->size());
      for (const Value& item : *view.value->items()) inside(view_of(item), program, begin, end);
    } else if (view.rows != nullptr && !view.is_one_row()) {
      expect(view.rows->size());
      for (std::size_t row = 0; row < view.rows->size(); ++row)
        inside({.rows = view.rows, .row = row}, program, begin, end);
    } else {
      inside(view, program, begin, end);
    }
  }

  // For the rows that are about to be put on the stack.
  void start_columns(const TemplateProgram& program) {
    const std::size_t depth = context_stack_.size();
    if (columns_.size() <= depth) columns_.resize(depth + 1);
    columns_[depth].start(program);
  }

  // According to the spec, the first part of a dotted name is looked up from the innermost value outwards,
  // and the rest in the result.
  View find(const TemplateProgram& program, const TemplateEntry& entry) {
    if (entry.name == item_itself) return context_stack_.back();
    View found;
    for (std::size_t depth = context_stack_.size(); depth-- > 0 && !found;)
      found = member_at(depth, program, entry);
    for (auto part = entry.path.begin() + 1; found && part != entry.path.end(); ++part)
      found = member_of(found, *part);
    return found;
  }

  View member_at(std::size_t depth, const TemplateProgram& program, const TemplateEntry& entry) {
    const View& view = context_stack_[depth];
    if (!view.is_one_row()) return member_of(view, entry.path.front());
    const Rows::Cell* cell = columns_[depth].cell(program, entry, view);
    return cell == nullptr ? View{} : view_of(*cell);
  }

  void recurse(const TemplateEntry& entry) {
    if (++depth_ > recursion_limit)
      throw TemplateError("the partial '" + entry.text + "' includes itself more than " +
                          std::to_string(recursion_limit) + " levels deep");
    const TemplateProgram& program = recursions_.program_of(programs_, entry);
    walk(program, 0, program.entries.size());
    --depth_;
  }

  void put_block(const TemplateProgram& program, const TemplateEntry& entry) {
    const Value* in_model = find(program, entry).value;
    const auto render_block = [&](const Value& data) {
      std::string text;
      Renderer(programs_, recursions_, nullptr, text).render(*entry.program, data);
      return text;
    };
    if (blocks_ != nullptr)
      out_ += blocks_->text_of(*entry.mark, in_model, render_block);
    else if (in_model != nullptr)
      out_ += render_block(*in_model);
  }

  const TemplatePrograms& programs_;
  Recursions& recursions_;
  BlockSource* blocks_;
  std::string& out_;
  std::vector<View> context_stack_;
  std::vector<Columns> columns_;  // by position in the stack, where that is a row
  int depth_ = 0;                 // of partials that include themselves
  int nested_ = 0;                // sections, partials and items of lists around this place
};

}  // namespace

struct TemplateSources::State {
  std::shared_ptr<const TemplatePrograms> programs;
};

struct Templates::State {
  std::shared_ptr<const TemplatePrograms> programs;
  Recursions recursions;
};

TemplateSources::TemplateSources(const std::vector<TemplateFolder>& folders,
                                 const std::vector<std::pair<std::string, std::string>>& texts) {
  TemplateTexts all = read_templates(folders);
  all.merge(templates_from_memory(texts));
  state_.reset(new State{std::make_shared<const TemplatePrograms>(std::move(all), MissingPartial::is_error)});
}

TemplateSources::TemplateSources(const std::vector<std::pair<std::string, std::string>>& named_texts,
                                 MissingPartial missing)
    : state_(
          new State{std::make_shared<const TemplatePrograms>(templates_from_memory(named_texts), missing)}) {}

TemplateSources::~TemplateSources() = default;

bool TemplateSources::has(std::string_view name) const {
  return state_->programs->by_name.contains(name);
}

Templates::Templates(const TemplateSources& sources) : state_(new State{sources.state_->programs, {}}) {}
Templates::~Templates() = default;
Templates::Templates(Templates&&) noexcept = default;

std::string Templates::render(std::string_view name, const Value& model, BlockSource* blocks) {
  const TemplateProgram& program = state_->programs->named(name);
  if (blocks != nullptr) blocks->prepare(program.marks);
  std::string out;
  Renderer(*state_->programs, state_->recursions, blocks, out).render(program, model);
  return out;
}

const std::vector<BlockMark>& Templates::marks_of(std::string_view name) const {
  return state_->programs->named(name).marks;
}

}  // namespace caseload::io
