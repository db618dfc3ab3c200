#include "service/event_stream.hpp"

#include <stdexcept>

namespace lanterne::service {

std::string event_stream_text(std::string_view id, std::string_view data) {
    if (id.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos) {
        throw std::invalid_argument{"the id of an event is one line"};
    }
    std::string text;
    text.reserve(id.size() + data.size() + 16);
    if (!id.empty()) {
        text.append("id: ").append(id).append("\n");
    }
    while (true) {
        const auto end = data.find_first_of("\r\n");
        text.append("data: ").append(data.substr(0, end)).append("\n");
        if (end == std::string_view::npos) {
            break;
        }
        data.remove_prefix(data.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
    return text += '\n';
}

} // namespace lanterne::service
