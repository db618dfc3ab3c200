#pragma once

#include <cstdint>
#include <deque>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "simulator/truth/told_moment.hpp"

namespace lanterne::simulator {

/// A minute of all athletes.
struct SecondsBlock {
    std::uint32_t number = 0;
    std::uint32_t seconds = 0;
    std::vector<ToldMoment> moments; ///< of each entry, second by second

    const ToldMoment& at(std::size_t entry, std::uint32_t second_in_block) const {
        return moments[entry * seconds + second_in_block];
    }
};

/// Reads seconds.bin by seeking; keeps the blocks that were asked for last. One thread.
class SecondsReader {
public:
    /// Blocks in memory: of 10,000 athletes some 10 MB each.
    static constexpr std::size_t kept_blocks = 4;

    /// An error says file, place and what is wrong.
    static Result<SecondsReader, std::string> open(const std::string& path);

    UtcTime begin() const { return begin_; }

    std::size_t entries() const { return entries_; }

    std::uint32_t seconds() const { return seconds_; }

    /// False: the run was killed; what it could not write is not there.
    bool is_whole() const { return is_whole_; }

    /// The block with that second from the begin, below seconds(). The answer holds until the next
    /// kept_blocks calls.
    Result<const SecondsBlock*, std::string> block_of(std::uint32_t second);

    /// One moment; the second from the begin, below seconds().
    Result<ToldMoment, std::string> at(std::size_t entry, std::uint32_t second);

private:
    SecondsReader() = default;

    struct BlockHead {
        std::uint32_t number = 0;
        std::uint32_t seconds = 0;
        std::uint32_t bytes = 0;
        std::uint32_t sum = 0;
    };

    Result<std::string, std::string> read(std::uint64_t offset, std::size_t bytes);
    Status<std::string> read_head();
    bool read_index();
    void find_blocks();
    std::optional<BlockHead> block_head_at(std::uint64_t offset);
    Result<std::string, std::string> payload_at(std::uint64_t offset, const BlockHead& head);
    Result<SecondsBlock, std::string> read_block(std::uint32_t number);
    std::string fault(std::uint64_t offset, std::string_view what) const;

    std::string path_;
    std::ifstream file_;
    std::uint64_t size_ = 0;
    std::size_t entries_ = 0;
    UtcTime begin_;
    std::uint32_t seconds_ = 0;
    bool is_whole_ = false;
    std::vector<std::uint64_t> offsets_;
    std::deque<std::unique_ptr<SecondsBlock>> kept_; ///< the newest last
};

} // namespace lanterne::simulator
