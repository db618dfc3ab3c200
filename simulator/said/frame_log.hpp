#pragma once

#include <cstddef>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "simulator/said/said_frame.hpp"
#include "simulator/truth/output_file.hpp"

namespace lanterne::simulator {

/// A keyframe of 10,000 athletes with fifty passages each stays below it.
inline constexpr std::size_t max_frame_bytes = std::size_t{128} * 1024 * 1024;

/// A line of frames.ndjson: {"wall":"...","frame":...}, the frame as it came.
std::string frame_line(UtcTime wall, std::string_view frame);

struct HeardFrame {
    UtcTime wall; ///< when it arrived
    SaidFrame frame;
};

/// Reads frames.ndjson frame by frame: a file of any length.
class FrameLog {
public:
    static Result<FrameLog, std::string> open(const std::string& path);

    /// Nothing behind the last; half a line at the end is none. An error says file and line.
    Result<std::optional<HeardFrame>, std::string> next();

private:
    explicit FrameLog(std::string path) : path_{std::move(path)}, file_{path_, std::ios::binary} {}

    tl::unexpected<std::string> fault(std::string_view what) const;

    std::string path_;
    std::ifstream file_;
    std::size_t line_ = 0;
    std::string text_;
};

} // namespace lanterne::simulator
