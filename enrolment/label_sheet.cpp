#include "enrolment/label_sheet.hpp"

#include <algorithm>
#include <array>

namespace lanterne::enrolment {
namespace {

// The sizes as Avery Zweckform prints them on its boxes.
constexpr std::array<LabelSheet, 4> sheets{{
    usual_sheet,
    LabelSheet{"l7163", 2, 7, 99.1, 38.1, 2.5},
    LabelSheet{"l7159", 3, 8, 63.5, 33.9, 2.54},
    LabelSheet{"l7651", 5, 13, 38.1, 21.2, 2.5},
}};

} // namespace

std::optional<LabelSheet> label_sheet(std::string_view name) {
    const auto found = std::ranges::find(sheets, name, &LabelSheet::name);
    return found == sheets.end() ? std::nullopt : std::optional{*found};
}

std::string label_sheet_names() {
    std::string names;
    for (const LabelSheet& sheet : sheets) {
        names += (names.empty() ? "" : ", ") + std::string{sheet.name};
    }
    return names;
}

} // namespace lanterne::enrolment
