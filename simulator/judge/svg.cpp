#include "simulator/judge/svg.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ranges>

#include <fmt/format.h>

#include "core/base/elementary.hpp"

namespace lanterne::simulator::judge {

namespace {

/// Of a value between the ends of an axis, 0 to 1.
double share_of(const Axis& axis, double value) {
    const double inside = std::clamp(value, axis.from, axis.to);
    return axis.scale == Scale::linear
               ? (inside - axis.from) / (axis.to - axis.from)
               : lanterne::log(inside / axis.from) / lanterne::log(axis.to / axis.from);
}

} // namespace

std::string svg_text(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
        case '<': escaped += "&lt;"; break;
        case '>': escaped += "&gt;"; break;
        case '&': escaped += "&amp;"; break;
        case '"': escaped += "&quot;"; break;
        default: escaped += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return escaped;
}

double round_up(double value) {
    if (!(value > 0)) {
        return 1;
    }
    double decade = 1;
    while (decade > value) {
        decade /= 10;
    }
    while (decade * 10 <= value) {
        decade *= 10;
    }
    for (const double step : {1.0, 2.0, 5.0}) {
        if (value <= step * decade * (1 + 1e-9)) {
            return step * decade;
        }
    }
    return 10 * decade;
}

std::vector<std::pair<double, std::string>> round_ticks(double from, double to, int count) {
    const double step = round_up((to - from) / count);
    std::vector<std::pair<double, std::string>> ticks;
    const std::int64_t first = std::llround(std::ceil(from / step - 1e-9));
    const std::int64_t last = std::llround(std::floor(to / step + 1e-9));
    for (std::int64_t k = first; k <= last; ++k) {
        const double value = static_cast<double>(k) * step;
        ticks.emplace_back(value, fmt::format("{:g}", std::abs(value) < step * 1e-9 ? 0 : value));
    }
    return ticks;
}

Panel::Panel(const Frame& frame, std::string_view title, Axis x, Axis y)
    : frame_{frame}, x_{std::move(x)}, y_{std::move(y)} {
    svg_ += fmt::format("<text class=\"title\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", frame.left,
                        frame.top - 26, svg_text(title));
    draw_axes();
}

double Panel::x_of(double value) const { return frame_.left + frame_.width * share_of(x_, value); }

double Panel::y_of(double value) const {
    return frame_.top + frame_.height * (1 - share_of(y_, value));
}

void Panel::draw_axes() {
    const double right = frame_.left + frame_.width;
    const double bottom = frame_.top + frame_.height;
    for (const auto& [value, text] : y_.ticks) {
        svg_ += fmt::format("<line class=\"grid\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" "
                            "y2=\"{:.1f}\"/><text class=\"tick\" text-anchor=\"end\" "
                            "x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n",
                            frame_.left, y_of(value), right, y_of(value), frame_.left - 8,
                            y_of(value) + 4, svg_text(text));
    }
    for (const auto& [value, text] : x_.ticks) {
        svg_ += fmt::format("<line class=\"grid\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" "
                            "y2=\"{:.1f}\"/><text class=\"tick\" text-anchor=\"middle\" "
                            "x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n",
                            x_of(value), frame_.top, x_of(value), bottom, x_of(value), bottom + 18,
                            svg_text(text));
    }
    svg_ += fmt::format("<line class=\"axis\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" "
                        "y2=\"{:.1f}\"/>\n",
                        frame_.left, bottom, right, bottom);
    svg_ += fmt::format("<text class=\"tick\" text-anchor=\"end\" x=\"{:.1f}\" "
                        "y=\"{:.1f}\">{}</text>\n",
                        right, bottom + 36, svg_text(x_.label));
    svg_ += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", frame_.left,
                        frame_.top - 8, svg_text(y_.label));
}

void Panel::line(std::string_view style, const Points& points) {
    svg_ += fmt::format("<polyline class=\"{}\" points=\"", style);
    for (const Point& point : points) {
        svg_ += fmt::format("{:.1f},{:.1f} ", x_of(point.x), y_of(point.y));
    }
    svg_ += "\"/>\n";
}

void Panel::band(std::string_view style, const Points& upper, const Points& lower) {
    svg_ += fmt::format("<polygon class=\"{}\" points=\"", style);
    for (const Point& point : upper) {
        svg_ += fmt::format("{:.1f},{:.1f} ", x_of(point.x), y_of(point.y));
    }
    for (const Point& point : std::views::reverse(lower)) {
        svg_ += fmt::format("{:.1f},{:.1f} ", x_of(point.x), y_of(point.y));
    }
    svg_ += "\"/>\n";
}

void Panel::bar(std::string_view style, double from, double to, double height) {
    const double left = x_of(from) + 0.5;
    const double top = y_of(height);
    svg_ += fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
                        "height=\"{:.1f}\"/>\n",
                        style, left, top, std::max(x_of(to) - 0.5 - left, 0.5),
                        frame_.top + frame_.height - top);
}

void Panel::dot(std::string_view style, Point point, std::string_view tip) {
    svg_ += fmt::format("<circle class=\"{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\">"
                        "<title>{}</title></circle>\n",
                        style, x_of(point.x), y_of(point.y), svg_text(tip));
}

void Panel::key(std::string_view style, std::string_view text) {
    constexpr double room = 3 * 19; // below: of three keys
    const double first =
        frame_.keys == Keys::above ? frame_.top + 18 : frame_.top + frame_.height - room;
    const double y = first + 19 * keys_++;
    const double x = frame_.left + frame_.width - 12;
    svg_ += fmt::format("<text class=\"key halo\" text-anchor=\"end\" x=\"{0:.1f}\" "
                        "y=\"{1:.1f}\">{2}</text>"
                        "<circle class=\"{3}\" cx=\"{4:.1f}\" cy=\"{5:.1f}\" r=\"4\"/>\n",
                        x - 10, y, svg_text(text), style, x, y - 4);
}

void Panel::note(std::string_view text) {
    svg_ +=
        fmt::format("<text class=\"tick\" text-anchor=\"middle\" x=\"{:.1f}\" "
                    "y=\"{:.1f}\">{}</text>\n",
                    frame_.left + frame_.width / 2, frame_.top + frame_.height / 2, svg_text(text));
}

} // namespace lanterne::simulator::judge
