#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "simulator/truth/moment_encoder.hpp"
#include "simulator/truth/output_file.hpp"

namespace lanterne::simulator {

/// Writes seconds.bin (FORMAT.md), a block a minute: so it needs the memory of a minute's bytes.
class SecondsWriter {
public:
    static Result<SecondsWriter, std::string> create(const std::string& path, UtcTime begin,
                                                     std::size_t entries);

    /// The next second: a moment an entry, in their order.
    Status<std::string> add(std::span<const ToldMoment> moments);

    /// Writes what is left, and the index. Nothing may be added any more.
    Status<std::string> finish();

    std::uint32_t seconds() const { return seconds_; }

private:
    SecondsWriter(OutputFile file, std::size_t entries)
        : file_{std::move(file)}, encoders_(entries) {}

    Status<std::string> write(std::string_view bytes);
    Status<std::string> end_block();

    OutputFile file_;
    std::vector<MomentEncoder> encoders_;
    std::uint32_t seconds_ = 0;
    std::uint32_t in_block_ = 0;
    std::uint64_t written_ = 0; ///< bytes
    std::vector<std::uint64_t> offsets_;
};

} // namespace lanterne::simulator
