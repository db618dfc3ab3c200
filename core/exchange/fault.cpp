#include "core/exchange/fault.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace lanterne::exchange {

std::string to_text(const Fault& fault) {
    const std::string where =
        fault.line == 0 ? fault.file : fmt::format("{}:{}", fault.file, fault.line);
    return fault.right.empty()
               ? fmt::format("{}: {}", where, fault.what)
               : fmt::format("{}: {}; {} would be right", where, fault.what, fault.right);
}

void Faults::add(std::size_t line, std::string what, std::string right) {
    if (faults_.size() == max_faults) {
        ++left_out_;
        return;
    }
    faults_.push_back({file_, line, std::move(what), std::move(right)});
}

void Faults::add(const std::vector<Fault>& others) {
    for (const Fault& fault : others) {
        if (faults_.size() == max_faults) {
            ++left_out_;
        } else {
            faults_.push_back(fault);
        }
    }
}

std::vector<Fault> Faults::take() {
    std::ranges::stable_sort(faults_, {}, [this](const Fault& fault) {
        return std::tuple{fault.file != file_, std::string_view{fault.file}, fault.line};
    });
    if (left_out_ > 0) {
        faults_.back() = {file_, 0, fmt::format("{} more faults are not shown", left_out_ + 1), ""};
        left_out_ = 0;
    }
    return std::exchange(faults_, {});
}

} // namespace lanterne::exchange
