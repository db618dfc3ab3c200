#include "simulator/said/frame_log.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lanterne::simulator {

namespace {

// A line is cut here and not by a parser of JSON: the frame inside is parsed once, by its reader.
constexpr std::string_view head = R"({"wall":")";
constexpr std::string_view middle = R"(","frame":)";
constexpr std::string_view tail = "}";

} // namespace

std::string frame_line(UtcTime wall, std::string_view frame) {
    std::string line{head};
    line += to_text(wall);
    line += middle;
    line += frame;
    line += tail;
    // In JSON a line break is white space: inside a text it is escaped.
    std::ranges::replace(line, '\n', ' ');
    return line + '\n';
}

Result<FrameLog, std::string> FrameLog::open(const std::string& path) {
    FrameLog log{path};
    if (!log.file_) {
        return tl::unexpected{fmt::format("{}: cannot be opened", path)};
    }
    return log;
}

tl::unexpected<std::string> FrameLog::fault(std::string_view what) const {
    return tl::unexpected{fmt::format("{}:{}: {}", path_, line_, what)};
}

Result<std::optional<HeardFrame>, std::string> FrameLog::next() {
    ++line_;
    text_.clear();
    for (int c = file_.rdbuf()->sbumpc(); c != '\n'; c = file_.rdbuf()->sbumpc()) {
        if (c == std::ifstream::traits_type::eof()) {
            return std::optional<HeardFrame>{};
        }
        if (text_.size() == max_frame_bytes) {
            return fault("the line is too long");
        }
        text_ += static_cast<char>(c);
    }
    const std::string_view line{text_};
    const auto cut = line.find(middle);
    if (!line.starts_with(head) || cut == std::string_view::npos || !line.ends_with(tail)) {
        return fault(R"({"wall":...,"frame":...} would be right)");
    }
    const auto wall = parse_time(line.substr(head.size(), cut - head.size()));
    if (!wall) {
        return fault("wall is no time");
    }
    const std::size_t begin = cut + middle.size();
    auto frame = read_said_frame(line.substr(begin, line.size() - begin - tail.size()));
    if (!frame) {
        return fault(frame.error());
    }
    return std::optional{HeardFrame{.wall = *wall, .frame = std::move(*frame)}};
}

} // namespace lanterne::simulator
