#include "io/templates/templates.hpp"

#include <algorithm>
#include <charconv>
#include <deque>
#include <iterator>
#include <kainjow/mustache.hpp>
#include <map>
#include <unordered_map>

#include "io/json/json.hpp"
#include "io/templates/template_programs.hpp"

namespace caseload::io {
namespace {

namespace km = kainjow::mustache;
using EntryKind = TemplateEntry::Kind;
using Program = std::shared_ptr<const TemplateProgram>;

// The renderer drops a page that is white space alone; one byte before it, taken off again, keeps it.
constexpr char guard = '.';

std::string escape_html(const std::string& text) {
  std::string escaped;
  escaped.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size();) {
    const auto special = std::min(text.find_first_of("&<>\"'", at), text.size());
    escaped.append(text, at, special - at);
    if (special == text.size()) break;
    switch (text[special]) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += "&#39;";
        break;
    }
    at = special + 1;
  }
  return escaped;
}

bool is_falsy(const Value& value) {
  if (const auto* boolean = value.boolean()) return !*boolean;
  if (const auto* items = value.items()) return items->empty();
  return value.is_null();
}

// False for what has no text: null, lists, objects.
bool print(const Value& value, std::string& text) {
  if (const auto* string = value.text()) {
    text.assign(*string);
  } else if (const auto* integer = value.integer()) {
    char digits[24];
    text.assign(digits, std::to_chars(std::begin(digits), std::end(digits), *integer).ptr);
  } else if (value.boolean() || value.real()) {
    text.assign(to_json(value));
  } else {
    return false;
  }
  return true;
}

struct PageText {
  std::string text;
  PageText& operator<<(const std::string& part) {
    text += part;
    return *this;
  }
};

// All templates of one folder, parsed by the renderer.
class ParsedPrograms {
 public:
  explicit ParsedPrograms(std::shared_ptr<const TemplatePrograms> programs) : programs_(std::move(programs)) {
    for (const auto& [name, program] : programs_->by_name) parse(*program);
  }

  const TemplatePrograms& programs() const { return *programs_; }
  std::string render(const TemplateProgram& program, const Value& model, BlockSource* blocks);

  const TemplateProgram& recursion(const TemplateEntry& entry) {
    auto& program = recursions_[{entry.text, entry.indent}];
    if (!program) {
      program = std::make_shared<const TemplateProgram>(
          compile_recursion(programs_->texts, programs_->missing, entry.text, entry.indent));
    }
    return *program;
  }

 private:
  void parse(const TemplateProgram& program) {
    auto& parsed = parsed_.emplace(&program, guard + program.canonical).first->second;
    parsed.set_custom_escape(escape_html);
    for (const auto& entry : program.entries) {
      if (entry.program) parse(*entry.program);
    }
  }

  std::shared_ptr<const TemplatePrograms> programs_;
  std::unordered_map<const TemplateProgram*, km::mustache> parsed_;
  std::map<std::pair<std::string, std::string>, Program> recursions_;  // by partial and indent
};

// The renderer's view of the model. It asks for each tag's number and gets text, "true", nothing, or a list
// of as many empty items as the model's list has; which value an item stands for is known by its place in
// that list.
class ModelContext final : public km::basic_context<std::string> {
 public:
  ModelContext(ParsedPrograms& templates, const TemplateProgram& program, const Value& model,
               BlockSource* blocks)
      : templates_(templates), blocks_(blocks), programs_{&program}, values_{{&model, false}} {}

  void push(const km::data* item) override {
    if (!lists_.empty() && lists_.back().holds(item)) {
      const auto& list = lists_.back();
      const auto index = static_cast<std::size_t>(item - list.data.list_value().data());
      values_.push_back({&(*list.items)[index], index + 1 == list.items->size()});
    } else {
      values_.push_back({section_, false});
    }
  }

  void pop() override {
    if (values_.back().ends_list) lists_.pop_back();
    values_.pop_back();
  }

  const km::data* get(const std::string& number) const override {
    const auto& entry = entry_of(number);
    switch (entry.kind) {
      case EntryKind::literal:
        return text(entry.text);
      case EntryKind::leave:
        programs_.pop_back();
        return nullptr;
      case EntryKind::block:
        return text(block(entry));
      case EntryKind::recursion:
        return nullptr;
      default:
        break;
    }
    const auto* value = find(entry.path);
    if (!value) return nullptr;
    if (entry.kind == EntryKind::variable) return print(*value, buffer()) ? &text_ : nullptr;
    if (is_falsy(*value)) return nullptr;
    if (entry.kind == EntryKind::inverted) return &true_;
    if (const auto* items = value->items()) return &lists_.emplace_back(items).data;
    section_ = value;
    return &true_;
  }

  const km::data* get_partial(const std::string& number) const override {
    const auto& entry = entry_of(number);
    if (programs_.size() > recursion_limit) {
      throw TemplateError("the partial '" + entry.text + "' is more than " + std::to_string(recursion_limit) +
                          " levels inside itself");
    }
    programs_.push_back(&templates_.recursion(entry));
    return text(programs_.back()->canonical);
  }

 private:
  struct Frame {
    const Value* value;
    bool ends_list;
  };
  struct OpenList {
    explicit OpenList(const Value::List* all) : items(all), data(km::list(all->size(), km::data(true))) {}
    bool holds(const km::data* item) const {
      const auto& list = data.list_value();
      return !std::less<>()(item, list.data()) && std::less<>()(item, list.data() + list.size());
    }
    const Value::List* items;
    km::data data;
  };

  const TemplateEntry& entry_of(const std::string& number) const {
    std::size_t index = 0;
    std::from_chars(number.data(), number.data() + number.size(), index);
    return programs_.back()->entries[index];
  }

  // The string that the renderer reads; valid until the next tag.
  std::string& buffer() const { return const_cast<std::string&>(text_.string_value()); }
  const km::data* text(const std::string& text) const {
    buffer().assign(text);
    return &text_;
  }

  // The spec: the first part of a dotted name is looked for from the innermost value outwards, the rest in
  // what it gave.
  const Value* find(const std::vector<std::string>& path) const {
    if (path.front() == ".") return values_.back().value;
    const Value* value = nullptr;
    for (auto frame = values_.rbegin(); frame != values_.rend() && !value; ++frame) {
      value = frame->value->find(path.front());
    }
    for (auto part = path.begin() + 1; value && part != path.end(); ++part) value = value->find(*part);
    return value;
  }

  std::string block(const TemplateEntry& entry) const {
    const auto* in_model = find(entry.path);
    const auto render = [&](const Value& data) { return templates_.render(*entry.program, data, nullptr); };
    if (blocks_) return blocks_->text_of(*entry.mark, in_model, render);
    return in_model ? render(*in_model) : std::string();
  }

  ParsedPrograms& templates_;
  BlockSource* blocks_;
  // get() is const for the renderer, but a tag opens lists and leaves recursions.
  mutable std::vector<const TemplateProgram*> programs_;
  mutable std::deque<OpenList> lists_;
  mutable const Value* section_ = nullptr;
  mutable km::data text_{km::data::type::string};
  const km::data true_{true};
  std::vector<Frame> values_;  // innermost last
};

std::vector<BlockMark> blocks_of(const TemplateProgram& program) {
  std::vector<BlockMark> marks;
  for (const auto& entry : program.entries) {
    if (entry.mark) marks.push_back(*entry.mark);
  }
  return marks;
}

std::string ParsedPrograms::render(const TemplateProgram& program, const Value& model, BlockSource* blocks) {
  ModelContext context(*this, program, model, blocks);
  PageText page;
  parsed_.at(&program).render(context, page);
  page.text.erase(0, 1);
  return std::move(page.text);
}

}  // namespace

struct TemplateSources::State {
  std::shared_ptr<const TemplatePrograms> programs;
};

struct Templates::State {
  ParsedPrograms parsed;
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

std::vector<BlockMark> TemplateSources::blocks(std::string_view name) const {
  return blocks_of(state_->programs->named(name));
}

Templates::Templates(const TemplateSources& sources)
    : state_(new State{ParsedPrograms(sources.state_->programs)}) {}
Templates::~Templates() = default;
Templates::Templates(Templates&&) noexcept = default;

std::string Templates::render(std::string_view name, const Value& model, BlockSource* blocks) {
  const auto& program = state_->parsed.programs().named(name);
  if (blocks) blocks->prepare(blocks_of(program));
  return state_->parsed.render(program, model, blocks);
}

std::vector<BlockMark> Templates::blocks(std::string_view name) const {
  return blocks_of(state_->parsed.programs().named(name));
}

}  // namespace caseload::io
