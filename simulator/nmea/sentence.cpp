#include "simulator/nmea/sentence.hpp"

#include <charconv>

namespace lanterne::simulator::nmea {

std::optional<std::vector<std::string_view>> sentence_fields(std::string_view line) {
    while (line.ends_with('\n') || line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    const auto star = line.rfind('*');
    if (line.size() > max_sentence_bytes || !line.starts_with('$') ||
        star == std::string_view::npos || line.size() != star + 3) {
        return std::nullopt;
    }
    const std::string_view body = line.substr(1, star - 1);
    unsigned said = 0;
    const char* end = line.data() + line.size();
    const auto [at, error] = std::from_chars(line.data() + star + 1, end, said, 16);
    unsigned sum = 0;
    for (const char c : body) {
        sum ^= static_cast<unsigned char>(c);
    }
    if (error != std::errc{} || at != end || said != sum) {
        return std::nullopt;
    }
    std::vector<std::string_view> fields;
    for (std::size_t begin = 0; begin <= body.size();) {
        const auto comma = std::min(body.find(',', begin), body.size());
        fields.push_back(body.substr(begin, comma - begin));
        begin = comma + 1;
    }
    return fields;
}

} // namespace lanterne::simulator::nmea
