#include "firmware/sending/byte_budget.hpp"

#include <algorithm>

namespace lanterne::firmware {

ByteRules backlog_rules(Profile profile) {
    switch (profile) {
    case Profile::sleep:
    case Profile::ready: return {.bytes_per_s = 4'000, .burst = 16'384};
    case Profile::race: return {.bytes_per_s = 2'000, .burst = 8'192};
    case Profile::economy: return {.bytes_per_s = 500, .burst = 4'096};
    }
    return {.bytes_per_s = 500, .burst = 4'096};
}

double ByteBudget::left_at(Instant now) const {
    const double seconds = std::chrono::duration<double>(std::max(now, since_) - since_).count();
    return std::min(rules_.burst, left_ + seconds * rules_.bytes_per_s);
}

void ByteBudget::use(const ByteRules& rules, Instant now) {
    left_ = std::min(left_at(now), rules.burst);
    since_ = std::max(now, since_);
    rules_ = rules;
}

bool ByteBudget::allows(std::size_t bytes, Instant now) const {
    return left_at(now) >= std::min(static_cast<double>(bytes), rules_.burst);
}

void ByteBudget::spend(std::size_t bytes, Instant now) {
    left_ = left_at(now) - static_cast<double>(bytes);
    since_ = std::max(now, since_);
}

} // namespace lanterne::firmware
