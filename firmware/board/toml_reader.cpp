#include "firmware/board/toml_reader.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace {

/// A file is broken in a way that toml++ did not expect.
struct UnexpectedToml {};

[[noreturn]] void refuse_unexpected() { throw UnexpectedToml{}; }

} // namespace

// toml++ 3.3 asserts, or where assertions are left out takes for granted, what a broken file can
// make untrue ("[1, }"): fuzzing found one such place after the other. Here each is a refusal.
#undef NDEBUG
#define TOML_ASSERT(condition) ((condition) ? static_cast<void>(0) : refuse_unexpected())
#include <toml++/toml.h>

namespace lanterne::firmware {
namespace {

// A char has a sign on some boards and none on others.
bool is_ascii(char letter) { return static_cast<unsigned char>(letter) < 0x80; }

bool is_control(char letter) {
    return (static_cast<unsigned char>(letter) < ' ' && letter != '\t') || letter == '\x7f';
}

std::string_view without_blanks(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

/// A line that begins as a section and is not "[name]", with or without a comment.
bool is_broken_section(std::string_view line) {
    constexpr std::string_view name_letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    line = without_blanks(line.substr(0, line.find('#')));
    if (!line.starts_with('[')) {
        return false;
    }
    const std::string_view name = without_blanks(line.substr(1, line.size() - 2));
    return !line.ends_with(']') || name.empty() ||
           name.find_first_not_of(name_letters) != std::string_view::npos;
}

std::optional<std::string> objection_to(std::string_view line) {
    line.remove_suffix(line.ends_with('\r') ? 1 : 0);
    if (std::ranges::count(line, '.') > std::ptrdiff_t{TomlReader::dots_limit}) {
        return fmt::format("must not have more than {} dots", TomlReader::dots_limit);
    }
    if (std::ranges::any_of(line, is_control)) {
        return "must not have control characters";
    }
    // A mark of byte order would hide what the line begins with.
    if (!std::ranges::all_of(line.substr(0, line.find('#')), is_ascii)) {
        return "must be ASCII, but for comments";
    }
    if (is_broken_section(line)) {
        return "must be [section], its name of letters, digits, _ and -";
    }
    return std::nullopt;
}

/// What toml++ 3.3 does not refuse but dies of (all seen): a key of tens of thousands of parts, for
/// each of which it goes one call deeper; a control character in a key and "[=", which break its
/// assertions, or mean anything where those are left out.
void refuse_what_toml_cannot_bear(std::string_view text, const std::string& source) {
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (const auto objection = objection_to(text.substr(0, end))) {
            throw SettingsError{fmt::format("{}:{}: {}", source, number, *objection)};
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

toml::table parsed(std::string_view text, const std::string& source) {
    if (text.size() > TomlReader::size_limit) {
        throw SettingsError{
            fmt::format("{}: is over {} bytes long", source, TomlReader::size_limit)};
    }
    refuse_what_toml_cannot_bear(text, source);
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        throw SettingsError{fmt::format("{}:{}: {}: must be TOML (key = value, under [section])",
                                        source, error.source().begin.line,
                                        shown(error.description()))};
    } catch (const UnexpectedToml&) {
        throw SettingsError{fmt::format("{}: must be TOML (key = value, under [section])", source)};
    }
}

using Entry = std::pair<std::string_view, const toml::node*>;

// toml++ sorts by name, but what is wrong first in the file is to be said first.
std::vector<Entry> in_order_of_lines(const toml::table& table) {
    std::vector<Entry> entries;
    for (const auto& [key, value] : table) {
        entries.emplace_back(key.str(), &value);
    }
    std::ranges::stable_sort(entries, {},
                             [](const Entry& entry) { return entry.second->source().begin.line; });
    return entries;
}

std::string quoted(std::span<const std::string_view> choices) {
    return fmt::format("one of \"{}\"", fmt::join(choices, "\", \""));
}

std::string range(std::int64_t least, std::int64_t most) {
    return fmt::format("a whole number from {} to {}", least, most);
}

} // namespace

struct TomlReader::State {
    toml::table root;
    std::string source;
    std::set<std::string, std::less<>> sections{}; ///< that somebody asked for
    std::set<std::string> keys{};                  ///< "section.name", the same

    const toml::node* find(TomlKey key) {
        sections.emplace(key.section);
        keys.insert(fmt::format("{}.{}", key.section, key.name));
        return root[key.section][key.name].node();
    }

    std::string place(const toml::node* node) const {
        return node != nullptr && node->source().begin.line > 0
                   ? fmt::format("{}:{}", source, node->source().begin.line)
                   : source;
    }

    [[noreturn]] void refuse(const toml::node* node, TomlKey key, std::string_view what) const {
        throw SettingsError{
            fmt::format("{}: [{}] {} {}", place(node), key.section, shown(key.name), what)};
    }

    [[noreturn]] void wrong(const toml::node& node, TomlKey key, std::string_view right) const {
        refuse(&node, key, fmt::format("must be {}", right));
    }

    /// The line is the section's, when there is one.
    [[noreturn]] void missing(TomlKey key, std::string_view right) const {
        refuse(root.get(key.section), key, fmt::format("is missing: must be {}", right));
    }

    bool knows(std::string_view section, std::string_view key) const {
        return keys.contains(fmt::format("{}.{}", section, key));
    }

    std::string known_in(std::string_view section) const;
};

std::string TomlReader::State::known_in(std::string_view section) const {
    const std::string prefix = fmt::format("{}.", section);
    std::vector<std::string_view> names;
    for (const std::string& key : keys) {
        if (key.starts_with(prefix)) {
            names.push_back(std::string_view{key}.substr(prefix.size()));
        }
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

TomlReader::TomlReader(std::string_view text, std::string source)
    : state_{std::make_unique<State>(State{parsed(text, source), std::move(source)})} {}

TomlReader::~TomlReader() = default;
TomlReader::TomlReader(TomlReader&&) noexcept = default;
TomlReader& TomlReader::operator=(TomlReader&&) noexcept = default;

std::optional<std::string> TomlReader::optional_text(TomlKey key, const TextRule& rule) {
    const toml::node* node = state_->find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    auto value = node->value_exact<std::string>();
    if (!value || !rule.allows(*value)) {
        state_->wrong(*node, key, rule.right);
    }
    return value;
}

std::string TomlReader::text(TomlKey key, const TextRule& rule) {
    const auto value = optional_text(key, rule);
    if (!value) {
        state_->missing(key, rule.right);
    }
    return *value;
}

std::size_t TomlReader::choice(TomlKey key, std::span<const std::string_view> choices) {
    const toml::node* node = state_->find(key);
    if (node == nullptr) {
        state_->missing(key, quoted(choices));
    }
    const auto value = node->value_exact<std::string>();
    const auto found = value ? std::ranges::find(choices, *value) : choices.end();
    if (found == choices.end()) {
        state_->wrong(*node, key, quoted(choices));
    }
    return static_cast<std::size_t>(found - choices.begin());
}

std::vector<std::string> TomlReader::texts(TomlKey key, const TextRule& rule) {
    const std::string right =
        fmt::format("a list of 1 to {} texts, each {}", list_limit, rule.right);
    const toml::node* node = state_->find(key);
    if (node == nullptr) {
        state_->missing(key, right);
    }
    const toml::array* list = node->as_array();
    if (list == nullptr || list->empty() || list->size() > list_limit) {
        state_->wrong(*node, key, right);
    }
    std::vector<std::string> texts;
    for (const toml::node& element : *list) {
        const auto value = element.value_exact<std::string>();
        if (!value || !rule.allows(*value)) {
            state_->wrong(element, key, right);
        }
        texts.push_back(*value);
    }
    return texts;
}

std::optional<std::int64_t> TomlReader::optional_number(TomlKey key, std::int64_t least,
                                                        std::int64_t most) {
    const toml::node* node = state_->find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) {
        state_->wrong(*node, key, range(least, most));
    }
    return value;
}

std::int64_t TomlReader::number(TomlKey key, std::int64_t least, std::int64_t most) {
    const auto value = optional_number(key, least, most);
    if (!value) {
        state_->missing(key, range(least, most));
    }
    return *value;
}

std::int64_t TomlReader::number_among(TomlKey key, std::span<const std::int64_t> choices) {
    const std::string right = fmt::format("one of {}", fmt::join(choices, ", "));
    const toml::node* node = state_->find(key);
    if (node == nullptr) {
        state_->missing(key, right);
    }
    const auto value = node->value_exact<std::int64_t>();
    if (!value || std::ranges::find(choices, *value) == choices.end()) {
        state_->wrong(*node, key, right);
    }
    return *value;
}

std::optional<bool> TomlReader::optional_flag(TomlKey key) {
    const toml::node* node = state_->find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto value = node->value_exact<bool>();
    if (!value) {
        state_->wrong(*node, key, "true or false");
    }
    return value;
}

bool TomlReader::flag(TomlKey key) {
    const auto value = optional_flag(key);
    if (!value) {
        state_->missing(key, "true or false");
    }
    return *value;
}

void TomlReader::refuse_unknown() const {
    for (const auto& [section, content] : in_order_of_lines(state_->root)) {
        const toml::table* table = content->as_table();
        if (table == nullptr || !state_->sections.contains(section)) {
            throw SettingsError{fmt::format(
                "{}: {} is not known here: there are the sections {}", state_->place(content),
                table == nullptr ? shown(section) : fmt::format("[{}]", shown(section)),
                fmt::join(state_->sections, ", "))};
        }
        for (const auto& [key, value] : in_order_of_lines(*table)) {
            if (!state_->knows(section, key)) {
                state_->refuse(value, {section, key},
                               fmt::format("is not known here: [{}] takes {}", section,
                                           state_->known_in(section)));
            }
        }
    }
}

void TomlReader::refuse(TomlKey key, std::string_view problem) const {
    const toml::node* node = state_->root[key.section][key.name].node();
    state_->refuse(node != nullptr ? node : state_->root.get(key.section), key, problem);
}

} // namespace lanterne::firmware
