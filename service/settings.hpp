#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lanterne::service {

/// A setting is wrong. One line: file and line, key, what is there, what would be right. main
/// prints it and ends with exit code 2.
struct SettingsError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What a number may be, both ends included.
struct NumberRange {
    std::int64_t least;
    std::int64_t most;
};

/// A TOML file, read key by key. A key is "section.name". Without a default a key is required. At
/// the end refuse_unknown() finds what nobody asked for, such as a misspelt key. All throw
/// SettingsError.
class SettingsFile {
public:
    static constexpr std::size_t size_limit = 65'536;

    /// Reads the file. Larger than `size_limit`: refused.
    explicit SettingsFile(const std::filesystem::path& file);
    /// `name` stands for the file in messages.
    SettingsFile(std::string_view text, std::string name);
    ~SettingsFile();
    SettingsFile(SettingsFile&&) noexcept;
    SettingsFile& operator=(SettingsFile&&) noexcept;

    /// Not empty, unless the default is.
    std::string text(const std::string& key, std::optional<std::string> fallback = std::nullopt);
    std::int64_t number(const std::string& key, NumberRange range,
                        std::optional<std::int64_t> fallback = std::nullopt);
    /// A list of texts, each not empty; of at most `most`. Without the key: none.
    std::vector<std::string> texts(const std::string& key, std::size_t most);
    /// Names of the sections below that one, [key.NAME] and those below it; of at most `most`.
    std::vector<std::string> sections(const std::string& key, std::size_t most);
    bool flag(const std::string& key, std::optional<bool> fallback = std::nullopt);
    /// 1 to 65535.
    std::uint16_t port(const std::string& key,
                       std::optional<std::uint16_t> fallback = std::nullopt);
    std::optional<std::int64_t> optional_number(const std::string& key, NumberRange range);
    std::optional<std::string> optional_text(const std::string& key);

    void refuse_unknown() const;

    /// For rules of the caller's own: "FILE:LINE: KEY: PROBLEM".
    [[noreturn]] void refuse(const std::string& key, std::string_view problem) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::service
