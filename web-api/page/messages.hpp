#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanterne::web::page {

enum class Language { english, french };
inline constexpr std::array<Language, 2> languages{Language::english, Language::french};

/// "en", "fr": as in paths, in HTML and in the names of message files.
std::string_view code_of(Language language);

/// The best of ours for what a browser asks for (RFC 9110, section 12.5.4: language ranges with
/// their weights); English where it asks for none of them. No input is too strange.
Language preferred_language(std::string_view accept_language);

/// What pages say in one language: web-api/site/messages/*.json, compiled in. Immutable; any
/// thread.
class Messages {
public:
    static const Messages& of(Language language);

    Language language() const { return language_; }

    bool has(std::string_view key) const { return texts_.contains(key); }

    /// The key itself where nothing is said for it.
    std::string text(std::string_view key) const;

    /// With values where the message has {name}.
    using Values = std::vector<std::pair<std::string_view, std::string>>;
    std::string text(std::string_view key, const Values& values) const;

    /// A template with its messages: for each [[key]] what it says, escaped for HTML.
    std::string localised(std::string_view html) const;

    const std::map<std::string, std::string, std::less<>>& all() const { return texts_; }

private:
    Messages(Language language, std::string_view json);

    Language language_;
    std::map<std::string, std::string, std::less<>> texts_;
};

} // namespace lanterne::web::page
