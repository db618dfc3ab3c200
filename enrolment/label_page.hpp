#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "enrolment/label_sheet.hpp"

namespace lanterne::enrolment {

/// What stands on a unit's label. The QR code holds the serial alone: it stays on the unit, and is
/// what is scanned to say who wears it. The one-time code is worth nothing once it is used.
struct Label {
    std::string serial;
    std::string name;
    std::string bib;
    std::string board;
    std::string code;    ///< empty: the unit has none
    std::string expires; ///< of the code, a day
};

/// The rows of a QR code, '#' where it is dark, all as long as there are rows.
using QrRows = std::vector<std::string>;
using QrMaker = std::function<QrRows(const std::string& text)>;

/// A page of A4 as SVG 1.1: the labels, at most as many as the sheet has, row by row.
std::string label_page(const LabelSheet& sheet, std::span<const Label> labels,
                       const QrMaker& qr_of);

/// Takes what qrencode draws with "-t ASCII -m 0". Throws EnrolmentError when it is no square.
QrRows read_qr(std::string_view drawn);

} // namespace lanterne::enrolment
