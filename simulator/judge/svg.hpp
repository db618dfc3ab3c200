#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanterne::simulator::judge {

/// Text as it may stand in SVG.
std::string svg_text(std::string_view text);

/// How a number lies on an axis.
enum class Scale : std::uint8_t { linear, logarithmic };

struct Axis {
    double from = 0;
    double to = 1; ///< above from; both above 0 when logarithmic
    Scale scale = Scale::linear;
    std::vector<std::pair<double, std::string>> ticks; ///< where, and what stands there
    std::string label;
};

/// Ticks at round numbers, about `count` of them, from an axis's begin to its end.
std::vector<std::pair<double, std::string>> round_ticks(double from, double to, int count);

/// The next number of 1, 2, 5, 10, ... that is not below it; of 0 or less 1.
double round_up(double value);

/// Where the keys of a panel stand, one below the other, at its right.
enum class Keys : std::uint8_t { above, below };

struct Point {
    double x = 0;
    double y = 0;
};

using Points = std::vector<Point>;

/// A part of a picture with two axes; draws in their numbers. What lies outside is drawn at the
/// edge.
class Panel {
public:
    struct Frame {
        double left = 0;
        double top = 0;
        double width = 100;
        double height = 100;
        Keys keys = Keys::above;
    };

    Panel(const Frame& frame, std::string_view title, Axis x, Axis y);

    /// `style` is a class of the picture's style sheet.
    void line(std::string_view style, const Points& points);
    /// Between the line and another one, point by point.
    void band(std::string_view style, const Points& upper, const Points& lower);
    /// From the x axis up.
    void bar(std::string_view style, double from, double to, double height);
    void dot(std::string_view style, Point point, std::string_view tip);
    void key(std::string_view style, std::string_view text);
    /// In the middle, where there is nothing to draw.
    void note(std::string_view text);

    const std::string& svg() const { return svg_; }

private:
    double x_of(double value) const;
    double y_of(double value) const;
    void draw_axes();

    Frame frame_;
    Axis x_;
    Axis y_;
    int keys_ = 0;
    std::string svg_;
};

} // namespace lanterne::simulator::judge
