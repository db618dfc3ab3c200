#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "firmware/board/text_rule.hpp"

namespace lanterne::firmware {

/// A file of settings, or of a board, is wrong. One line: file and line, [section] key, what would
/// be right. main prints it and ends with exit code 2.
struct SettingsError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Where a value stands in the file.
struct TomlKey {
    std::string_view section;
    std::string_view name;
};

/// A TOML file of sections, read key by key. Without `optional_` a key must be there. At the end
/// refuse_unknown() finds what nobody asked for, such as a misspelt key, or one that does not go
/// with the others. All throw SettingsError.
class TomlReader {
public:
    static constexpr std::size_t size_limit = 65'536;
    /// Of one line: keys here have no parts.
    static constexpr std::size_t dots_limit = 16;
    /// Texts of one list.
    static constexpr std::size_t list_limit = 16;

    /// `source` stands for the file in errors. What is beyond the limits is refused.
    TomlReader(std::string_view text, std::string source);
    ~TomlReader();
    TomlReader(TomlReader&&) noexcept;
    TomlReader& operator=(TomlReader&&) noexcept;

    std::string text(TomlKey key, const TextRule& rule);
    std::optional<std::string> optional_text(TomlKey key, const TextRule& rule);
    /// The place of the text among the choices.
    std::size_t choice(TomlKey key, std::span<const std::string_view> choices);
    /// At least one text, at most `list_limit`.
    std::vector<std::string> texts(TomlKey key, const TextRule& rule);

    /// Whole; both ends included.
    std::int64_t number(TomlKey key, std::int64_t least, std::int64_t most);
    std::optional<std::int64_t> optional_number(TomlKey key, std::int64_t least, std::int64_t most);
    std::int64_t number_among(TomlKey key, std::span<const std::int64_t> choices);
    bool flag(TomlKey key);
    std::optional<bool> optional_flag(TomlKey key);

    void refuse_unknown() const;

    /// For rules of the caller's own: "FILE:LINE: [section] key PROBLEM".
    [[noreturn]] void refuse(TomlKey key, std::string_view problem) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::firmware
