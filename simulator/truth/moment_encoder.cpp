#include "simulator/truth/moment_encoder.hpp"

#include <utility>

#include "simulator/truth/bytes.hpp"
#include "simulator/truth/moment_token.hpp"

namespace lanterne::simulator {

namespace {

constexpr std::int64_t half = small_half;

bool is_small(std::int64_t change) { return change >= -half && change < half; }

std::uint64_t zigzag_of(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return value < 0 ? ~(bits << 1) : bits << 1;
}

void append_token(std::string& out, Token token, std::uint64_t n) {
    append_varint(out, n << 2 | static_cast<std::uint64_t>(token));
}

} // namespace

void MomentEncoder::add(const ToldMoment& moment) {
    if (moments_ == 0) {
        last_ = moment; // its speed is not known yet: written with the second
    } else if (moments_ == 1) {
        step_dm_ = std::int64_t{moment.along_dm} - last_.along_dm;
        begin(last_);
        go_on(moment);
    } else {
        go_on(moment);
    }
    ++moments_;
}

std::string MomentEncoder::take() {
    if (moments_ == 1) {
        begin(last_);
    }
    end_run();
    moments_ = 0;
    step_dm_ = 0;
    return std::exchange(bytes_, {});
}

void MomentEncoder::begin(const ToldMoment& moment) {
    bytes_ += static_cast<char>(moment.doing);
    append_zigzag(bytes_, moment.along_dm);
    append_zigzag(bytes_, step_dm_);
    append_zigzag(bytes_, moment.beside_dm);
    append_varint(bytes_, moment.rank);
}

void MomentEncoder::go_on(const ToldMoment& moment) {
    const std::int64_t step = std::int64_t{moment.along_dm} - last_.along_dm;
    const std::int64_t off = step - step_dm_;
    const std::int64_t beside = std::int64_t{moment.beside_dm} - last_.beside_dm;
    const std::int64_t rank = std::int64_t{moment.rank} - last_.rank;
    const bool does_same = moment.doing == last_.doing;
    last_ = moment;
    step_dm_ = step;
    if (does_same && off == 0 && beside == 0 && rank == 0) {
        ++run_;
        return;
    }
    end_run();
    if (does_same && beside == 0 && rank == 0) {
        append_token(bytes_, Token::along, zigzag_of(off));
    } else if (does_same && is_small(beside) && is_small(rank)) {
        append_token(bytes_, Token::small, zigzag_of(off));
        bytes_ +=
            static_cast<char>(static_cast<std::uint8_t>((half + beside) | (half + rank) << 4));
    } else {
        append_token(bytes_, Token::full, zigzag_of(off));
        bytes_ += static_cast<char>(moment.doing);
        append_zigzag(bytes_, beside);
        append_zigzag(bytes_, rank);
    }
}

void MomentEncoder::end_run() {
    if (run_ > 0) {
        append_token(bytes_, Token::run, run_ - 1);
        run_ = 0;
    }
}

} // namespace lanterne::simulator
