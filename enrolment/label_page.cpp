#include "enrolment/label_page.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "enrolment/files.hpp"

namespace lanterne::enrolment {
namespace {

constexpr double letter_width = 0.602; ///< of DejaVu Sans Mono, in parts of its size
constexpr double padding_mm = 2.5;     ///< a printer is that far off
/// Of l7160 without the padding: the sizes below are for that, and shrink with the label.
constexpr double usual_height_mm = 33.1;
/// Around a QR code this much stays white (ISO/IEC 18004).
constexpr double quiet_modules = 4;

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char letter : text) {
        switch (letter) {
        case '&': safe += "&amp;"; break;
        case '<': safe += "&lt;"; break;
        case '>': safe += "&gt;"; break;
        default: safe += letter;
        }
    }
    return safe;
}

/// UTF-8 that was checked.
std::size_t count_letters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

/// The first so many letters, the last of them an ellipsis if it is cut.
std::string cut(const std::string& text, std::size_t most) {
    if (count_letters(text) <= most) {
        return text;
    }
    std::size_t end = 0;
    for (std::size_t letters = 0; end < text.size(); ++end) {
        const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
        letters += begins ? 1U : 0U;
        if (letters == std::max<std::size_t>(most, 1)) {
            break;
        }
    }
    return text.substr(0, end) + "\u2026";
}

struct Place {
    double left_mm;
    double line_mm; ///< of the letters' feet
    double width_mm;
};

enum class Weight { usual, bold };

std::string text_at(const Place& place, double size_mm, const std::string& text, Weight weight) {
    return fmt::format("<text x=\"{:.2f}\" y=\"{:.2f}\" font-size=\"{:.2f}\"{}>{}</text>\n",
                       place.left_mm, place.line_mm, size_mm,
                       weight == Weight::bold ? " font-weight=\"bold\"" : "", escaped(text));
}

/// No larger than that, and as small as the width needs.
double fitting_size(const Place& place, double size_mm, const std::string& text) {
    return std::min(size_mm,
                    place.width_mm / (letter_width * static_cast<double>(count_letters(text))));
}

/// One line, of which no letter may be missing.
std::string whole_line(const Place& place, double size_mm, const std::string& text) {
    return text_at(place, fitting_size(place, size_mm, text), text, Weight::bold);
}

/// One line, which is cut where it would have to be smaller than two thirds of its size.
std::string line(const Place& place, double size_mm, const std::string& text,
                 Weight weight = Weight::usual) {
    if (text.empty()) {
        return {};
    }
    const auto most = static_cast<std::size_t>(place.width_mm / (letter_width * size_mm * 2 / 3));
    const std::string shown = cut(text, most);
    return text_at(place, fitting_size(place, size_mm, shown), shown, weight);
}

std::string qr_path(const QrRows& rows, double left_mm, double top_mm, double module_mm) {
    std::string path =
        fmt::format("<path transform=\"translate({:.3f} {:.3f}) scale({:.4f})\" d=\"", left_mm,
                    top_mm, module_mm);
    for (std::size_t y = 0; y < rows.size(); ++y) {
        for (std::size_t x = 0; x < rows[y].size(); ++x) {
            const std::size_t end = std::min(rows[y].find_first_not_of('#', x), rows[y].size());
            if (end > x) {
                path += fmt::format("M{} {}h{}v1h-{}z", x, y, end - x, end - x);
                x = end;
            }
        }
    }
    return path + "\"/>\n";
}

std::string label_at(const LabelSheet& sheet, int index, const Label& label, const QrMaker& qr_of) {
    const double left = sheet.left_mm(index % sheet.columns) + padding_mm;
    const double top = sheet.top_mm(index / sheet.columns) + padding_mm;
    const double width = sheet.width_mm - 2 * padding_mm;
    const double height = sheet.height_mm - 2 * padding_mm;
    const double unit = height / usual_height_mm;
    const double qr_size = height - 7.5 * unit;
    const QrRows qr = qr_of(label.serial);
    const double module = qr_size / (static_cast<double>(qr.size()) + quiet_modules);
    const double text_left = left + qr_size;
    const double text_width = width - qr_size;
    std::string svg = qr_path(qr, left, top, module);
    svg += whole_line({text_left, top + 7.5 * unit, text_width}, 9 * unit, label.serial);
    svg += line({text_left, top + 12.8 * unit, text_width}, 4 * unit, label.name);
    svg += line({text_left, top + 17.6 * unit, text_width}, 4.5 * unit,
                label.bib.empty() ? "" : "bib " + label.bib, Weight::bold);
    svg += line({text_left, top + 21.3 * unit, text_width}, 2.6 * unit, label.board);
    if (!label.code.empty()) {
        svg += line({text_left, top + 25 * unit, text_width}, 2.6 * unit,
                    fmt::format("code until {}", label.expires));
        svg += whole_line({left, top + height - 1.6 * unit, width}, 5 * unit, label.code);
    }
    return svg;
}

} // namespace

std::string label_page(const LabelSheet& sheet, std::span<const Label> labels,
                       const QrMaker& qr_of) {
    std::string svg =
        fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}mm\" height=\"{1}mm\" "
                    "viewBox=\"0 0 {0} {1}\" font-family=\"DejaVu Sans Mono, monospace\">\n"
                    "<rect width=\"{0}\" height=\"{1}\" fill=\"white\"/>\n",
                    LabelSheet::page_width_mm, LabelSheet::page_height_mm);
    for (std::size_t at = 0; at < labels.size(); ++at) {
        svg += label_at(sheet, static_cast<int>(at), labels[at], qr_of);
    }
    return svg + "</svg>\n";
}

QrRows read_qr(std::string_view drawn) {
    QrRows rows;
    while (!drawn.empty()) {
        const std::size_t end = std::min(drawn.find('\n'), drawn.size());
        std::string row;
        for (std::size_t at = 0; at + 1 < end; at += 2) {
            row += drawn[at];
        }
        rows.push_back(std::move(row));
        drawn.remove_prefix(std::min(end + 1, drawn.size()));
    }
    const bool is_square = !rows.empty() && std::ranges::all_of(rows, [&](const std::string& row) {
        return row.size() == rows.size() && row.find_first_not_of("# ") == std::string::npos;
    });
    if (!is_square) {
        throw EnrolmentError{"qrencode does not draw as it is expected to"};
    }
    return rows;
}

} // namespace lanterne::enrolment
