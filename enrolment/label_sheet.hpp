#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lanterne::enrolment {

/// A sheet of labels in A4 as shops sell them, its labels in the middle of the page.
struct LabelSheet {
    static constexpr double page_width_mm = 210.0;
    static constexpr double page_height_mm = 297.0;

    std::string_view name;
    int columns = 1;
    int rows = 1;
    double width_mm = 0;  ///< of one label
    double height_mm = 0; ///< of one label; there is no gap below it
    double gap_mm = 0;    ///< between two labels side by side

    int labels() const { return columns * rows; }

    double left_mm(int column) const {
        const double all = columns * width_mm + (columns - 1) * gap_mm;
        return (page_width_mm - all) / 2 + column * (width_mm + gap_mm);
    }

    double top_mm(int row) const {
        return (page_height_mm - rows * height_mm) / 2 + row * height_mm;
    }
};

/// l7160.
inline constexpr LabelSheet usual_sheet{"l7160", 3, 7, 63.5, 38.1, 2.54};

/// By the number that makers of labels share for it: l7160 (21 of 63.5 x 38.1 mm), l7163 (14 of
/// 99.1 x 38.1), l7159 (24 of 63.5 x 33.9), l7651 (65 of 38.1 x 21.2).
std::optional<LabelSheet> label_sheet(std::string_view name);

/// Their names, for a message.
std::string label_sheet_names();

} // namespace lanterne::enrolment
