#include "web-api/page/messages.hpp"

#include <algorithm>
#include <charconv>
#include <functional>

#include <boost/json.hpp>

#include "web-api/page/templates.hpp"

namespace lanterne::web::page {

namespace {

constexpr std::size_t most_ranges = 20; // of a header; what comes behind them is not looked at

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// ";q=0.8" in thousandths; 1000 where there is none, 0 where it cannot be read.
int weight_of(std::string_view parameters) {
    const auto begin = parameters.find("q=");
    if (begin == std::string_view::npos) {
        return 1000;
    }
    const std::string_view text = trimmed(parameters.substr(begin + 2));
    double weight = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), weight);
    const bool is_good = error == std::errc{} && weight >= 0 && weight <= 1;
    return is_good ? static_cast<int>(weight * 1000) : 0;
}

/// "fr-CA" is French.
bool is_range_of(std::string_view range, Language language) {
    const std::string_view code = code_of(language);
    return std::ranges::equal(range.substr(0, range.find('-')), code,
                              [](char a, char b) { return (a | 0x20) == b; });
}

std::string escaped(std::string_view text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
        case '&': html += "&amp;"; break;
        case '<': html += "&lt;"; break;
        case '>': html += "&gt;"; break;
        case '"': html += "&quot;"; break;
        default: html += c;
        }
    }
    return html;
}

} // namespace

std::string_view code_of(Language language) { return language == Language::french ? "fr" : "en"; }

Language preferred_language(std::string_view accept_language) {
    Language best = Language::english;
    int best_weight = 0;
    for (std::size_t count = 0; count < most_ranges && !accept_language.empty(); ++count) {
        const auto comma = accept_language.find(',');
        const std::string_view item = accept_language.substr(0, comma);
        accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size()
                                                                      : comma + 1);
        const auto semicolon = item.find(';');
        const std::string_view range = trimmed(item.substr(0, semicolon));
        const int weight =
            semicolon == std::string_view::npos ? 1000 : weight_of(item.substr(semicolon));
        for (const Language language : languages) {
            if (is_range_of(range, language) && weight > best_weight) {
                best = language;
                best_weight = weight;
            }
        }
    }
    return best;
}

const Messages& Messages::of(Language language) {
    static const Messages english{Language::english, english_messages};
    static const Messages french{Language::french, french_messages};
    return language == Language::french ? french : english;
}

Messages::Messages(Language language, std::string_view json) : language_{language} {
    const boost::json::value document = boost::json::parse({json.data(), json.size()});
    for (const auto& [key, value] : document.as_object()) {
        texts_.emplace(std::string{key}, std::string{value.as_string()});
    }
}

std::string Messages::text(std::string_view key) const {
    const auto found = texts_.find(key);
    return found == texts_.end() ? std::string{key} : found->second;
}

std::string Messages::text(std::string_view key, const Values& values) const {
    std::string said = text(key);
    for (const auto& [name, value] : values) {
        const std::string gap = "{" + std::string{name} + "}";
        for (auto at = said.find(gap); at != std::string::npos;
             at = said.find(gap, at + value.size())) {
            said.replace(at, gap.size(), value);
        }
    }
    return said;
}

std::string Messages::localised(std::string_view html) const {
    std::string result;
    while (true) {
        const auto begin = html.find("[[");
        const auto end = html.find("]]", begin);
        if (begin == std::string_view::npos || end == std::string_view::npos) {
            return result.append(html);
        }
        result.append(html.substr(0, begin));
        result.append(escaped(text(html.substr(begin + 2, end - begin - 2))));
        html.remove_prefix(end + 2);
    }
}

} // namespace lanterne::web::page
