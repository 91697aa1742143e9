#include "io/templates/templates.hpp"

#include <charconv>
#include <iterator>
#include <map>
#include <utility>

#include "core/text.hpp"
#include "io/json/json.hpp"
#include "io/templates/template_programs.hpp"

namespace caseload::io {
namespace {

using EntryKind = TemplateEntry::Kind;

// What a name can refer to: a value of the tree, a cell of its rows, or one of the rows.
struct View {
  const Value* value = nullptr;
  const Rows::Cell* cell = nullptr;
  const Rows* rows = nullptr;  // all rows if value and cell are nullptr and row is no_row
  std::size_t row = no_row;
  static constexpr std::size_t no_row = static_cast<std::size_t>(-1);

  bool is_one_row() const { return row != no_row; }
};

View view_of(const Value& value) {
  if (const Rows* rows = value.rows()) return {.rows = rows};
  return {.value = &value};
}

View view_of(const Rows::Cell& cell) {
  if (const auto* rows = std::get_if<const Rows*>(&cell)) return {.rows = *rows};
  return {.cell = &cell};
}

std::optional<View> member_of(const View& view, std::string_view name) {
  if (view.value != nullptr) {
    const Value* found = view.value->find(name);
    return found == nullptr ? std::nullopt : std::optional(view_of(*found));
  }
  if (!view.is_one_row()) return std::nullopt;
  const Rows::Cell* found = view.rows->find(view.row, name);
  return found == nullptr ? std::nullopt : std::optional(view_of(*found));
}

bool is_falsy(const View& view) {
  if (view.value != nullptr) {
    if (const bool* boolean = view.value->boolean()) return !*boolean;
    if (const Value::List* items = view.value->items()) return items->empty();
    return view.value->is_null();
  }
  if (view.cell != nullptr) {
    if (const bool* boolean = std::get_if<bool>(view.cell)) return !*boolean;
    return std::holds_alternative<std::monostate>(*view.cell);
  }
  return !view.is_one_row() && view.rows->size() == 0;
}

void append_number(std::int64_t number, std::string& out) {
  char digits[24];
  out.append(digits, std::to_chars(std::begin(digits), std::end(digits), number).ptr);
}

// Null, lists and objects have no text.
void append_text(const View& view, bool escape, std::string& out) {
  const auto text = [&](std::string_view bytes) {
    if (escape)
      append_html_escaped(bytes, out);
    else
      out.append(bytes);
  };
  if (view.value != nullptr) {
    if (const std::string* string = view.value->text())
      text(*string);
    else if (const std::int64_t* integer = view.value->integer())
      append_number(*integer, out);
    else if (view.value->boolean() != nullptr || view.value->real() != nullptr)
      out += to_json(*view.value);
  } else if (view.cell != nullptr) {
    if (const auto* string = std::get_if<std::string_view>(view.cell))
      text(*string);
    else if (const auto* integer = std::get_if<std::int64_t>(view.cell))
      append_number(*integer, out);
    else if (const auto* real = std::get_if<double>(view.cell))
      out += to_json(Value(*real));
    else if (const auto* boolean = std::get_if<bool>(view.cell))
      out += *boolean ? "true" : "false";
  }
}

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
    for (std::size_t at = begin; at < end;) {
      const TemplateEntry& entry = program.entries[at];
      switch (entry.kind) {
        case EntryKind::literal:
          out_ += entry.text;
          break;
        case EntryKind::escaped:
        case EntryKind::unescaped:
          if (const auto found = find(entry.path))
            append_text(*found, entry.kind == EntryKind::escaped, out_);
          break;
        case EntryKind::section:
          if (const auto found = find(entry.path); found && !is_falsy(*found))
            repeat(*found, program, at + 1, entry.end);
          at = entry.end;
          continue;
        case EntryKind::inverted:
          if (const auto found = find(entry.path); !found || is_falsy(*found))
            walk(program, at + 1, entry.end);
          at = entry.end;
          continue;
        case EntryKind::recursion:
          recurse(entry);
          break;
        case EntryKind::block:
          put_block(entry);
          break;
      }
      ++at;
    }
  }

  void inside(const View& view, const TemplateProgram& program, std::size_t begin, std::size_t end) {
    context_stack_.push_back(view);
    walk(program, begin, end);
    context_stack_.pop_back();
  }

  // Renders a section: for a list once per item, for anything else once.
  void repeat(const View& view, const TemplateProgram& program, std::size_t begin, std::size_t end) {
    if (view.value != nullptr && view.value->items() != nullptr) {
      for (const Value& item : *view.value->items()) inside(view_of(item), program, begin, end);
    } else if (view.rows != nullptr && !view.is_one_row()) {
      for (std::size_t row = 0; row < view.rows->size(); ++row)
        inside({.rows = view.rows, .row = row}, program, begin, end);
    } else {
      inside(view, program, begin, end);
    }
  }

  // According to the spec, the first part of a dotted name is looked up from the innermost value outwards,
  // and the rest in the result.
  std::optional<View> find(const std::vector<std::string>& path) const {
    if (path.front() == ".") return context_stack_.back();
    std::optional<View> found;
    for (auto view = context_stack_.rbegin(); view != context_stack_.rend() && !found; ++view)
      found = member_of(*view, path.front());
    for (auto part = path.begin() + 1; found && part != path.end(); ++part) found = member_of(*found, *part);
    return found;
  }

  void recurse(const TemplateEntry& entry) {
    if (++depth_ > recursion_limit)
      throw TemplateError("the partial '" + entry.text + "' includes itself more than " +
                          std::to_string(recursion_limit) + " levels deep");
    const TemplateProgram& program = recursions_.program_of(programs_, entry);
    walk(program, 0, program.entries.size());
    --depth_;
  }

  void put_block(const TemplateEntry& entry) {
    const auto found = find(entry.path);
    const Value* in_model = found ? found->value : nullptr;
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
  int depth_ = 0;
};

std::vector<BlockMark> blocks_of(const TemplateProgram& program) {
  std::vector<BlockMark> marks;
  for (const auto& entry : program.entries) {
    if (entry.mark) marks.push_back(*entry.mark);
  }
  return marks;
}

}  // namespace

struct TemplateSources::State {
  std::shared_ptr<const TemplatePrograms> programs;
};

struct Templates::State {
  std::shared_ptr<const TemplatePrograms> programs;
  Recursions recursions;
};

TemplateSources::TemplateSources(const std::vector<TemplateFolder>& folders)
    : state_(new State{
          std::make_shared<const TemplatePrograms>(read_templates(folders), MissingPartial::is_error)}) {}

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
  if (blocks != nullptr) blocks->prepare(blocks_of(program));
  std::string out;
  Renderer(*state_->programs, state_->recursions, blocks, out).render(program, model);
  return out;
}

}  // namespace caseload::io
