#include "service/settings.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace lanterne::service {
namespace {

std::string read_file(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::string text(SettingsFile::size_limit + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (!in.eof() && text.size() <= SettingsFile::size_limit) {
        throw SettingsError{fmt::format(
            "{}: cannot be read: give a file of settings (--config FILE)", file.string())};
    }
    if (text.size() > SettingsFile::size_limit) {
        throw SettingsError{fmt::format("{}: is over {} bytes long: too long for settings",
                                        file.string(), SettingsFile::size_limit)};
    }
    return text;
}

/// A value as a person would write it in the file.
std::string shown(const toml::node& node) {
    std::ostringstream text;
    if (const auto* value = node.as_string()) {
        text << '"' << value->get() << '"';
    } else if (const auto* whole = node.as_integer()) {
        text << whole->get();
    } else if (const auto* real = node.as_floating_point()) {
        text << real->get();
    } else if (const auto* truth = node.as_boolean()) {
        text << (truth->get() ? "true" : "false");
    } else {
        text << "a " << node.type();
    }
    return text.str();
}

} // namespace

struct SettingsFile::State {
    std::string name;
    toml::table table{};
    std::set<std::string> known{}; ///< keys that somebody asked for

    toml::node* find(const std::string& key) {
        known.insert(key);
        return table.at_path(key).node();
    }

    std::string place(const toml::node* node) const {
        return node != nullptr && node->source().begin.line > 0
                   ? fmt::format("{}:{}", name, node->source().begin.line)
                   : name;
    }

    [[noreturn]] void refuse(const toml::node* node, const std::string& key,
                             std::string_view right) const {
        throw SettingsError{
            node != nullptr
                ? fmt::format("{}: {}: is {}, must be {}", place(node), key, shown(*node), right)
                : fmt::format("{}: {}: is missing, must be {}", name, key, right)};
    }

    void refuse_unknown(const toml::table& section, const std::string& prefix) const;
    std::string known_beside(const std::string& prefix) const;
};

/// The keys of one section that somebody asked for.
std::string SettingsFile::State::known_beside(const std::string& prefix) const {
    std::string names;
    for (const std::string& key : known) {
        if (key.starts_with(prefix)) {
            names += (names.empty() ? "" : ", ") + key;
        }
    }
    return names;
}

void SettingsFile::State::refuse_unknown(const toml::table& section,
                                         const std::string& prefix) const {
    for (const auto& [key, node] : section) {
        const std::string full = prefix + std::string{key.str()};
        const auto* inner = node.as_table();
        const std::string beside = known_beside(inner != nullptr ? full + "." : prefix);
        if (inner != nullptr && !beside.empty()) {
            refuse_unknown(*inner, full + ".");
        } else if (inner != nullptr || !known.contains(full)) {
            throw SettingsError{fmt::format("{}: {}: is not known, must be one of {}", place(&node),
                                            full, known_beside(inner != nullptr ? "" : prefix))};
        }
    }
}

SettingsFile::SettingsFile(const std::filesystem::path& file)
    : SettingsFile{read_file(file), file.string()} {}

SettingsFile::SettingsFile(std::string_view text, std::string name)
    : state_{std::make_unique<State>(State{std::move(name)})} {
    try {
        state_->table = toml::parse(text);
    } catch (const toml::parse_error& error) {
        throw SettingsError{fmt::format("{}:{}: {}: must be TOML (key = value, under [section])",
                                        state_->name, error.source().begin.line,
                                        error.description())};
    }
}

SettingsFile::~SettingsFile() = default;
SettingsFile::SettingsFile(SettingsFile&&) noexcept = default;
SettingsFile& SettingsFile::operator=(SettingsFile&&) noexcept = default;

std::string SettingsFile::text(const std::string& key, std::optional<std::string> fallback) {
    const auto value = optional_text(key);
    if (!value && !fallback) {
        state_->refuse(nullptr, key, "a text in quotes");
    }
    return value ? *value : *fallback;
}

std::optional<std::string> SettingsFile::optional_text(const std::string& key) {
    const toml::node* node = state_->find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    if (!node->is_string()) {
        state_->refuse(node, key, "a text in quotes");
    }
    return node->as_string()->get();
}

std::int64_t SettingsFile::number(const std::string& key, NumberRange range,
                                  std::optional<std::int64_t> fallback) {
    const auto value = optional_number(key, range);
    if (!value && !fallback) {
        state_->refuse(nullptr, key,
                       fmt::format("a whole number from {} to {}", range.least, range.most));
    }
    return value ? *value : *fallback;
}

std::optional<std::int64_t> SettingsFile::optional_number(const std::string& key,
                                                          NumberRange range) {
    const toml::node* node = state_->find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto* value = node->as_integer();
    if (value == nullptr || value->get() < range.least || value->get() > range.most) {
        state_->refuse(node, key,
                       fmt::format("a whole number from {} to {}", range.least, range.most));
    }
    return value->get();
}

std::vector<std::string> SettingsFile::texts(const std::string& key, std::size_t most) {
    const toml::node* node = state_->find(key);
    if (node == nullptr) {
        return {};
    }
    const auto* list = node->as_array();
    const std::string right = fmt::format("a list of at most {} texts in quotes", most);
    if (list == nullptr || list->size() > most) {
        state_->refuse(node, key, right);
    }
    std::vector<std::string> texts;
    for (const toml::node& one : *list) {
        if (!one.is_string() || one.as_string()->get().empty()) {
            state_->refuse(&one, key, right);
        }
        texts.push_back(one.as_string()->get());
    }
    return texts;
}

std::vector<std::string> SettingsFile::sections(const std::string& key, std::size_t most) {
    const toml::node* node = state_->table.at_path(key).node();
    if (node == nullptr) {
        return {};
    }
    const auto* table = node->as_table();
    const std::string right = fmt::format("at most {} sections [{}.NAME]", most, key);
    if (table == nullptr || table->size() > most) {
        state_->refuse(node, key, right);
    }
    std::vector<std::string> names;
    for (const auto& [name, section] : *table) {
        if (!section.is_table()) {
            state_->refuse(&section, fmt::format("{}.{}", key, name.str()), right);
        }
        names.emplace_back(name.str());
    }
    return names;
}

bool SettingsFile::flag(const std::string& key, std::optional<bool> fallback) {
    const toml::node* node = state_->find(key);
    if (node == nullptr && fallback) {
        return *fallback;
    }
    if (node == nullptr || !node->is_boolean()) {
        state_->refuse(node, key, "true or false");
    }
    return node->as_boolean()->get();
}

std::uint16_t SettingsFile::port(const std::string& key, std::optional<std::uint16_t> fallback) {
    return static_cast<std::uint16_t>(number(key, {1, 65'535}, fallback));
}

void SettingsFile::refuse_unknown() const { state_->refuse_unknown(state_->table, ""); }

void SettingsFile::refuse(const std::string& key, std::string_view problem) const {
    throw SettingsError{
        fmt::format("{}: {}: {}", state_->place(state_->table.at_path(key).node()), key, problem)};
}

} // namespace lanterne::service
