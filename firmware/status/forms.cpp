#include "firmware/status/forms.hpp"

#include "firmware/board/toml_reader.hpp"

namespace lanterne::firmware {
namespace {

constexpr std::size_t max_text = 255; // printable_text's

} // namespace

std::string quoted(std::string_view text) {
    std::string quoted = "\"";
    std::size_t dots = 0;
    for (const char letter : text.substr(0, max_text)) {
        dots += letter == '.' ? 1U : 0U;
        const bool can_be_read =
            letter >= ' ' && letter <= '~' && (letter != '.' || dots <= TomlReader::dots_limit);
        if (letter == '"' || letter == '\\') {
            quoted += '\\';
        }
        quoted += can_be_read ? letter : '?';
    }
    return quoted + '"';
}

} // namespace lanterne::firmware
