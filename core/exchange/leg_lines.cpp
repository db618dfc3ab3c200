#include "core/exchange/leg_lines.hpp"

#include <map>

#include <fmt/format.h>

#include "core/exchange/gpx.hpp"
#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

/// What a file holds: one lap, and its heights where enough points have one.
struct DrawnLine {
    geo::Polyline line;
    std::optional<course::Elevation> elevation;
};

/// Fewer heights than this part of the points tell nothing of the ground between them.
constexpr double least_with_height = 0.5;

std::optional<course::Elevation> elevation_of(const geo::Polyline& line,
                                              const std::vector<std::optional<double>>& heights) {
    std::vector<course::Elevation::Sample> samples;
    for (std::size_t i = 0; i < heights.size(); ++i) {
        if (heights[i]) {
            samples.push_back({Metres{line.along()[i]}, *heights[i]});
        }
    }
    if (static_cast<double>(samples.size()) <
        static_cast<double>(heights.size()) * least_with_height) {
        return std::nullopt;
    }
    return course::Elevation{samples, line.length()};
}

class LegReader {
public:
    LegReader(const FolderFiles& files, Faults& faults) : files_{files}, faults_{faults} {}

    std::optional<course::Leg> read(const LegText& text);

private:
    std::optional<DrawnLine> read_line(const std::string& file);
    std::optional<DrawnLine> to_line(const std::string& file, const Gpx& gpx);
    void check_file(const LegText& text);

    const FolderFiles& files_;
    Faults& faults_;
    std::map<std::string, std::optional<DrawnLine>> lines_;
    std::size_t points_ = 0;
};

std::optional<course::Leg> LegReader::read(const LegText& text) {
    check_file(text);
    if (text.gpx.empty() || !files_.contains(text.gpx)) {
        return std::nullopt;
    }
    auto known = lines_.find(text.gpx);
    if (known == lines_.end()) {
        known = lines_.emplace(text.gpx, read_line(text.gpx)).first;
    }
    if (!known->second) {
        return std::nullopt;
    }
    points_ += known->second->line.points().size();
    if (points_ > max_course_points) {
        faults_.add(text.lines.of("gpx"), fmt::format("brings the course to {} points", points_),
                    fmt::format("at most {}", max_course_points));
        return std::nullopt;
    }
    return course::Leg{.id = text.id,
                       .name = text.name,
                       .sport = text.sport,
                       .line = known->second->line,
                       .laps = text.laps,
                       .certified = text.certified,
                       .elevation = known->second->elevation};
}

void LegReader::check_file(const LegText& text) {
    if (text.gpx.empty() || files_.contains(text.gpx)) {
        return;
    }
    std::vector<std::string> names;
    for (const auto& [name, content] : files_) {
        names.push_back(name);
    }
    faults_.add(text.lines.of("gpx"),
                fmt::format("the file {} is not in the folder", shown(text.gpx)),
                most_alike(text.gpx, names).value_or("the name of a file that is there"));
}

std::optional<DrawnLine> LegReader::read_line(const std::string& file) {
    const auto gpx = read_gpx(file, files_.at(file));
    if (!gpx) {
        faults_.add(gpx.error());
        return std::nullopt;
    }
    return to_line(file, *gpx);
}

std::optional<DrawnLine> LegReader::to_line(const std::string& file, const Gpx& gpx) {
    Faults faults{file};
    const auto& lines = gpx.tracks.empty() ? gpx.routes : gpx.tracks;
    if (lines.size() != 1) {
        faults.add(0,
                   fmt::format("has {} tracks and {} routes", gpx.tracks.size(), gpx.routes.size()),
                   "one track, or one route and no track,");
        faults_.add(faults.take());
        return std::nullopt;
    }
    std::vector<Position> places;
    std::vector<std::optional<double>> heights; // of each place
    for (const auto& segment : lines.front().segments) {
        for (const GpxPoint& point : segment) {
            if (!places.empty()) {
                const Metres step = geo::distance(places.back(), point.position);
                if (step > max_step) {
                    faults.add(point.line,
                               fmt::format("lies {:.0f} m from the point before", step.value),
                               fmt::format("at most {:.0f} m", max_step.value));
                }
            }
            if (places.empty() || places.back() != point.position) {
                places.push_back(point.position);
                heights.push_back(point.elevation_m);
            }
        }
    }
    if (places.size() < 2) {
        faults.add(0, places.empty() ? "has no point" : "has one place",
                   "a line of at least two places");
    }
    if (!faults.empty()) {
        faults_.add(faults.take());
        return std::nullopt;
    }
    geo::Polyline line{std::move(places)};
    auto elevation = elevation_of(line, heights);
    return DrawnLine{std::move(line), std::move(elevation)};
}

} // namespace

std::vector<std::optional<course::Leg>> read_legs(const std::vector<LegText>& legs,
                                                  const FolderFiles& files, Faults& faults) {
    LegReader reader{files, faults};
    std::vector<std::optional<course::Leg>> result;
    for (const LegText& text : legs) {
        result.push_back(reader.read(text));
    }
    return result;
}

} // namespace lanterne::exchange
