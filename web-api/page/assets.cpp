#include "web-api/page/assets.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace lanterne::web::page {

namespace {

bool is_plain(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
}

std::string address_of(const boost::json::object& manifest, std::string_view source) {
    const boost::json::value* item = manifest.if_contains(source);
    const boost::json::object* entry = item != nullptr ? item->if_object() : nullptr;
    const boost::json::value* file = entry != nullptr ? entry->if_contains("file") : nullptr;
    const boost::json::string* name = file != nullptr ? file->if_string() : nullptr;
    return name != nullptr && is_plain(*name) ? "/assets/" + std::string{*name} : std::string{};
}

/// "messages/fr.json" is that of "fr".
std::map<std::string, std::string, std::less<>> messages_of(const boost::json::object& manifest) {
    constexpr std::string_view before = "messages/";
    constexpr std::string_view after = ".json";
    std::map<std::string, std::string, std::less<>> messages;
    for (const auto& [key, entry] : manifest) {
        std::string_view name{key.data(), key.size()};
        if (!name.starts_with(before) || !name.ends_with(after)) {
            continue;
        }
        name.remove_prefix(before.size());
        name.remove_suffix(after.size());
        if (const std::string address = address_of(manifest, key); !address.empty()) {
            messages.emplace(name, address);
        }
    }
    return messages;
}

} // namespace

Assets read_manifest(std::string_view json) {
    boost::json::error_code error;
    const boost::json::value document = boost::json::parse({json.data(), json.size()}, error);
    const boost::json::object* manifest = error ? nullptr : document.if_object();
    if (manifest == nullptr) {
        return {};
    }
    return {.script = address_of(*manifest, "src/race.ts"),
            .style = address_of(*manifest, "src/style.css"),
            .messages = messages_of(*manifest)};
}

} // namespace lanterne::web::page
