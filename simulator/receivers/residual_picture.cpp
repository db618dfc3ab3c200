#include "simulator/receivers/residual_picture.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace lanterne::simulator {
namespace {

constexpr double width = 960;
constexpr double height = 600;
constexpr std::string_view recorded_colour = "#1f5fa8";
constexpr std::string_view simulated_colour = "#c2571a";
constexpr double tolerance = 0.2;
constexpr std::size_t most_dots = 4'000; // of a strip

/// A part of the picture with its own scales.
struct Panel {
    double left;
    double top;
    double wide;
    double high;
    double x_most;
    double y_least;
    double y_most;

    double x(double value) const { return left + wide * std::clamp(value / x_most, 0.0, 1.0); }

    double y(double value) const {
        const double part = (value - y_least) / (y_most - y_least);
        return top + high * (1 - std::clamp(part, 0.0, 1.0));
    }
};

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char letter : text) {
        switch (letter) {
        case '<': safe += "&lt;"; break;
        case '>': safe += "&gt;"; break;
        case '&': safe += "&amp;"; break;
        default: safe += letter;
        }
    }
    return safe;
}

std::string text(double x, double y, std::string_view words, std::string_view more = "") {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" {}>{}</text>\n", x, y, more,
                       escaped(words));
}

std::string line(double x1, double y1, double x2, double y2) {
    return fmt::format("<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\" stroke=\"#999\"/>\n", x1, y1, x2,
                       y2);
}

std::string frame(const Panel& panel, std::string_view heading) {
    return fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
                       "fill=\"none\" stroke=\"#999\"/>\n",
                       panel.left, panel.top, panel.wide, panel.high) +
           text(panel.left, panel.top - 8, heading, "font-weight=\"bold\"");
}

std::string y_mark(const Panel& panel, double value, std::string_view unit) {
    return line(panel.left - 4, panel.y(value), panel.left, panel.y(value)) +
           text(panel.left - 6, panel.y(value) + 4, fmt::format("{:g}{}", value, unit),
                "text-anchor=\"end\"");
}

std::string x_mark(const Panel& panel, double value, std::string_view words) {
    const double bottom = panel.top + panel.high;
    return line(panel.x(value), bottom, panel.x(value), bottom + 4) +
           text(panel.x(value), bottom + 16, words, "text-anchor=\"middle\"");
}

double last_minute(const Scatter& scatter) {
    return scatter.residuals.empty() ? 1 : std::max(scatter.residuals.back().t_s / 60, 1.0);
}

std::string strip(const Panel& panel, const Scatter& scatter, std::string_view colour) {
    std::string dots;
    const std::size_t step = scatter.residuals.size() / most_dots + 1;
    for (std::size_t i = 0; i < scatter.residuals.size(); i += step) {
        const Residual& residual = scatter.residuals[i];
        dots +=
            fmt::format("M{:.1f} {:.1f}h0", panel.x(residual.t_s / 60), panel.y(residual.right_m));
    }
    return fmt::format("<path d=\"{}\" stroke=\"{}\" stroke-width=\"2\" "
                       "stroke-linecap=\"round\" fill=\"none\"/>\n",
                       dots, colour);
}

std::string strips(const Scatter& recorded, const Scatter& simulated) {
    const double most = std::max(4 * std::max(recorded.spread_m, simulated.spread_m), 0.01);
    Panel panel{60, 70, 400, 180, last_minute(recorded), -most, most};
    const auto one = [&](const Scatter& scatter, std::string_view name, std::string_view colour) {
        return frame(panel, fmt::format("{}: metres beside its smoothed line", name)) +
               strip(panel, scatter, colour) + y_mark(panel, std::round(most * 5) / 10, " m") +
               y_mark(panel, 0, " m") + x_mark(panel, 0, "0 min") +
               x_mark(panel, panel.x_most, fmt::format("{:.0f} min", panel.x_most));
    };
    const std::string left = one(recorded, "recorded", recorded_colour);
    panel.left = 530;
    return left + one(simulated, "simulated", simulated_colour);
}

std::string share_line(const Panel& panel, const Scatter& scatter, std::string_view colour) {
    std::vector<double> sizes(scatter.residuals.size());
    std::ranges::transform(scatter.residuals, sizes.begin(),
                           [](const Residual& residual) { return std::abs(residual.right_m); });
    std::ranges::sort(sizes);
    std::string way = fmt::format("M{:.1f} {:.1f}", panel.x(0), panel.y(0));
    constexpr int steps = 100;
    for (int i = 1; i <= steps && !sizes.empty(); ++i) {
        const auto index = (sizes.size() - 1) * static_cast<std::size_t>(i) / steps;
        way += fmt::format("L{:.1f} {:.1f}", panel.x(sizes[index]), panel.y(i));
    }
    return fmt::format("<path d=\"{}\" stroke=\"{}\" stroke-width=\"2\" fill=\"none\"/>\n", way,
                       colour);
}

std::string shares(const Scatter& recorded, const Scatter& simulated) {
    const double most = std::max(5 * std::max(recorded.spread_m, simulated.spread_m), 0.01);
    const Panel panel{60, 330, 400, 200, most, 0, 100};
    return frame(panel, fmt::format("so many lie within (spread {:.3f} m, {:.3f} m)",
                                    recorded.spread_m, simulated.spread_m)) +
           share_line(panel, recorded, recorded_colour) +
           share_line(panel, simulated, simulated_colour) + y_mark(panel, 50, " %") +
           y_mark(panel, 100, " %") + x_mark(panel, 0, "0") +
           x_mark(panel, most / 2, fmt::format("{:.2f} m", most / 2)) +
           x_mark(panel, most, fmt::format("{:.2f} m", most));
}

std::string bar(const Panel& panel, double at, double size, std::string_view colour) {
    constexpr double thick = 22;
    return fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
                       "fill=\"{}\"/>\n",
                       at, panel.y(size), thick, panel.y(0) - panel.y(size), colour);
}

std::string spectrum(const Scatter& recorded, const Scatter& simulated,
                     std::span<const Band> bands) {
    double most = 0.01;
    for (const double size : recorded.band_sizes_m) {
        most = std::max(most, 1.3 * size);
    }
    for (const double size : simulated.band_sizes_m) {
        most = std::max(most, 1.1 * size);
    }
    const Panel panel{530, 330, 400, 200, static_cast<double>(bands.size()), 0, most};
    std::string all = frame(panel, "size of waves by how long they last (mark: 20 % off)") +
                      y_mark(panel, std::round(most * 50) / 100, " m");
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const double middle = panel.x(static_cast<double>(i) + 0.5);
        const double real = recorded.band_sizes_m[i];
        all += bar(panel, middle - 26, real, recorded_colour);
        all += bar(panel, middle + 4, simulated.band_sizes_m[i], simulated_colour);
        all += line(middle - 15, panel.y(real * (1 - tolerance)), middle - 15,
                    panel.y(real * (1 + tolerance)));
        all += x_mark(panel, static_cast<double>(i) + 0.5,
                      fmt::format("{:g} to {:g} s", bands[i].shortest_s, bands[i].longest_s));
    }
    return all;
}

} // namespace

Scatter scatter_of(std::vector<Residual> residuals, std::span<const Band> bands) {
    Scatter scatter{.residuals = std::move(residuals)};
    scatter.spread_m = spread_m(scatter.residuals);
    scatter.band_sizes_m = band_sizes_m(scatter.residuals, bands);
    return scatter;
}

std::string residual_picture(std::string_view title, const Scatter& recorded,
                             const Scatter& simulated, std::span<const Band> bands) {
    return fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:g} {1:g}\" "
                       "font-family=\"sans-serif\" font-size=\"12\">\n"
                       "<rect width=\"{0:g}\" height=\"{1:g}\" fill=\"white\"/>\n",
                       width, height) +
           text(20, 30, title, "font-size=\"18\"") +
           text(60, 580, "recorded", fmt::format("fill=\"{}\"", recorded_colour)) +
           text(130, 580, "simulated", fmt::format("fill=\"{}\"", simulated_colour)) +
           strips(recorded, simulated) + shares(recorded, simulated) +
           spectrum(recorded, simulated, bands) + "</svg>\n";
}

} // namespace lanterne::simulator
