#include "tests/race/truth/verdicts.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace lanterne::truth {
namespace {

constexpr std::size_t lines_of_each = 3;

} // namespace

std::size_t wrong_of(const Shape& shape, const std::vector<Verdict>& verdicts) {
    std::size_t wrong = 0;
    for (const Verdict& verdict : verdicts) {
        wrong += verdict.wrong.empty() ? 0U : 1U;
        for (std::size_t i = 0; i < std::min(verdict.wrong.size(), lines_of_each); ++i) {
            fmt::print("  {} seed {} athlete {}: {}\n", shape.name, verdict.seed, verdict.number,
                       verdict.wrong[i]);
        }
    }
    return wrong;
}

std::string describe(const std::vector<Verdict>& verdicts) {
    std::vector<double> errors;
    for (const Verdict& verdict : verdicts) {
        for (const Judged& time : verdict.times) {
            errors.push_back(std::abs(time.error_s));
        }
    }
    if (errors.empty()) {
        return "no times";
    }
    std::ranges::sort(errors);
    return fmt::format(
        "median {:.2f} s, 95 % {:.2f} s, worst {:.2f} s; {:.0f} % of {} inside the 95 % interval",
        errors[errors.size() / 2], errors[errors.size() * 95 / 100], errors.back(),
        100 * share_inside(verdicts), errors.size());
}

double share_inside(const std::vector<Verdict>& verdicts) {
    std::size_t inside = 0;
    std::size_t number = 0;
    for (const Verdict& verdict : verdicts) {
        for (const Judged& time : verdict.times) {
            ++number;
            inside += std::abs(time.error_s) <= 1.96 * time.standard_error_s ? 1U : 0U;
        }
    }
    return number == 0 ? 0 : static_cast<double>(inside) / static_cast<double>(number);
}

} // namespace lanterne::truth
