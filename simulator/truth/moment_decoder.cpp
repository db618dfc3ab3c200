#include "simulator/truth/moment_decoder.hpp"

#include <utility>

#include "simulator/truth/bytes.hpp"
#include "simulator/truth/moment_token.hpp"

namespace lanterne::simulator {

namespace {

constexpr std::string_view cut_short = "ends in the middle";
constexpr std::string_view out_of_range = "says a number that is out of range";

/// One athlete's moments, checked as they come.
class MomentDecoder {
public:
    MomentDecoder(std::string_view stream, std::size_t count) : reader_{stream}, count_{count} {
        moments_.reserve(count);
    }

    /// Empty: all good.
    std::string_view run() {
        std::string_view fault = begin();
        while (fault.empty() && moments_.size() < count_) {
            fault = token();
        }
        return fault.empty() && !reader_.at_end() ? "goes on behind its end" : fault;
    }

    std::vector<ToldMoment> take() { return std::move(moments_); }

private:
    std::string_view begin() {
        const auto doing = reader_.u8();
        const auto along = reader_.zigzag();
        const auto step = reader_.zigzag();
        const auto beside = reader_.zigzag();
        const auto rank = reader_.varint();
        if (!doing || !along || !step || !beside || !rank) {
            return cut_short;
        }
        if (!is_told(*step / 2) || *rank > max_told_rank) {
            return out_of_range;
        }
        step_ = *step;
        return put(*doing, *along, *beside, static_cast<std::int64_t>(*rank));
    }

    std::string_view token() {
        const auto v = reader_.varint();
        if (!v) {
            return cut_short;
        }
        const std::uint64_t n = *v >> 2;
        const auto token = static_cast<Token>(*v & 3);
        if (token == Token::run) {
            return run_of(n);
        }
        const auto off = static_cast<std::int64_t>((n & 1) != 0 ? ~(n >> 1) : n >> 1);
        if (off > 4 * std::int64_t{max_told_dm} || off < -4 * std::int64_t{max_told_dm}) {
            return out_of_range;
        }
        step_ += off;
        const ToldMoment& last = moments_.back();
        if (token == Token::along) {
            return follow(static_cast<std::uint8_t>(last.doing), 0, 0);
        }
        return token == Token::small ? small() : full();
    }

    std::string_view run_of(std::uint64_t n) {
        if (n >= count_ - moments_.size()) {
            return "says more seconds than its block has";
        }
        std::string_view fault;
        for (std::uint64_t i = 0; fault.empty() && i <= n; ++i) {
            fault = follow(static_cast<std::uint8_t>(moments_.back().doing), 0, 0);
        }
        return fault;
    }

    std::string_view small() {
        const auto changes = reader_.u8();
        if (!changes) {
            return cut_short;
        }
        return follow(static_cast<std::uint8_t>(moments_.back().doing),
                      (*changes & 15) - small_half, (*changes >> 4) - small_half);
    }

    std::string_view full() {
        const auto doing = reader_.u8();
        const auto beside = reader_.zigzag();
        const auto rank = reader_.zigzag();
        if (!doing || !beside || !rank) {
            return cut_short;
        }
        const bool is_near = is_told(*beside / 2) && is_told(*rank);
        return is_near ? follow(*doing, *beside, *rank) : out_of_range;
    }

    std::string_view follow(std::uint8_t doing, std::int64_t beside, std::int64_t rank) {
        const ToldMoment& last = moments_.back();
        return put(doing, last.along_dm + step_, last.beside_dm + beside, last.rank + rank);
    }

    std::string_view put(std::uint8_t doing, std::int64_t along, std::int64_t beside,
                         std::int64_t rank) {
        if (doing > static_cast<std::uint8_t>(Doing::finished) || !is_told(along) ||
            !is_told(beside) || rank < 0 || rank > max_told_rank) {
            return out_of_range;
        }
        moments_.push_back({.along_dm = static_cast<std::int32_t>(along),
                            .beside_dm = static_cast<std::int32_t>(beside),
                            .rank = static_cast<std::uint32_t>(rank),
                            .doing = static_cast<Doing>(doing)});
        return {};
    }

    static bool is_told(std::int64_t dm) { return dm >= -max_told_dm && dm <= max_told_dm; }

    ByteReader reader_;
    std::size_t count_;
    std::vector<ToldMoment> moments_;
    std::int64_t step_ = 0;
};

} // namespace

Result<std::vector<ToldMoment>, std::string> decode_moments(std::string_view stream,
                                                            std::size_t count) {
    MomentDecoder decoder{stream, count};
    const std::string_view fault = decoder.run();
    if (!fault.empty()) {
        return tl::unexpected{std::string{fault}};
    }
    return decoder.take();
}

} // namespace lanterne::simulator
