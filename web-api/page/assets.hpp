#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace lanterne::web::page {

/// The site's built files as pages name them; empty while the site has not been built: a page then
/// stands without style and script, and still says all it knows.
struct Assets {
    std::string script; ///< "/assets/race-1a2b.js"
    std::string style;
    /// Of each language code, the texts that the script asks for first.
    std::map<std::string, std::string, std::less<>> messages;

    bool operator==(const Assets&) const = default;
};

/// Reads vite's manifest (web-api/site/dist/manifest.json). Anything else, or a name with other
/// characters than letters, digits, '.', '_' and '-': that asset is empty.
Assets read_manifest(std::string_view json);

} // namespace lanterne::web::page
