#include "simulator/screen/happenings.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace lanterne::simulator {

void Happenings::add(const std::string& what, const std::string& bib) {
    auto kind = std::ranges::find(kinds_, what, &Kind::what);
    if (kind == kinds_.end()) {
        kind = kinds_.insert(kind, {.what = what, .bibs = {}});
    }
    if (kind->count++ < most_named) {
        kind->bibs += (kind->bibs.empty() ? "" : ", ") + bib;
    }
}

std::vector<std::string> Happenings::take() {
    std::vector<std::string> lines;
    for (const Kind& kind : std::exchange(kinds_, {})) {
        lines.push_back(kind.count > most_named
                            ? fmt::format("{} athletes: {}", kind.count, kind.what)
                            : fmt::format("bib {}: {}", kind.bibs, kind.what));
    }
    return lines;
}

} // namespace lanterne::simulator
