#include "firmware/board/text_rule.hpp"

#include <algorithm>

namespace lanterne::firmware {
namespace {

bool is_printable(std::string_view text) {
    return !text.empty() && text.size() <= 255 &&
           std::ranges::all_of(text, [](char letter) { return letter >= ' ' && letter <= '~'; });
}

// No '%' or '$': systemd and the shell would read more into them.
constexpr std::string_view path_letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._+:@-";

bool is_absolute_path(std::string_view text) {
    return text.size() >= 2 && text.size() <= 255 && text.starts_with('/') &&
           text.find("..") == std::string_view::npos &&
           text.find_first_not_of(path_letters) == std::string_view::npos;
}

bool is_device_path(std::string_view text) {
    constexpr std::string_view devices = "/dev/";
    return is_absolute_path(text) && text.starts_with(devices) && text.size() > devices.size();
}

} // namespace

const TextRule printable_text{"text in quotes, 1 to 255 printable ASCII letters", is_printable};
const TextRule absolute_path{
    "a path in quotes that begins with /, of letters, digits and /._+:@-, without \"..\"",
    is_absolute_path};
const TextRule device_path{"a device in quotes such as \"/dev/mmcblk0p2\"", is_device_path};

std::string shown(std::string_view text) {
    constexpr std::size_t most = 100;
    std::string line{text.substr(0, most)};
    std::ranges::replace_if(
        line, [](char letter) { return letter < ' ' || letter > '~'; }, '?');
    return text.size() > most ? line + "..." : line;
}

} // namespace lanterne::firmware
