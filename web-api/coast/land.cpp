#include "web-api/coast/land.hpp"

#include <cmath>
#include <cstdint>
#include <stdexcept>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace lanterne::web::coast {

namespace {

namespace json = boost::json;

constexpr std::size_t least_ring = 4; // corners of what has a surface, the first again at the end

/// Thrown and caught in this file alone: a topology is nested, and no part is of use by itself.
struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

const json::value& member(const json::object& object, const char* name) {
    const json::value* found = object.if_contains(name);
    if (found == nullptr) {
        throw Fault{fmt::format("it has no {}", name)};
    }
    return *found;
}

const json::object& object_in(const json::value& value, const char* what) {
    if (!value.is_object()) {
        throw Fault{fmt::format("{} is no object", what)};
    }
    return value.get_object();
}

const json::array& array_in(const json::value& value, const char* what) {
    if (!value.is_array()) {
        throw Fault{fmt::format("{} is no array", what)};
    }
    return value.get_array();
}

double number_in(const json::value& value) {
    json::error_code error;
    const double number = value.to_number<double>(error);
    if (error || !std::isfinite(number)) {
        throw Fault{"a coordinate is no number"};
    }
    return number;
}

Corner pair_in(const json::value& value) {
    const json::array& pair = array_in(value, "a coordinate");
    if (pair.size() < 2) {
        throw Fault{"a coordinate has fewer than two numbers"};
    }
    return {.longitude = number_in(pair[0]), .latitude = number_in(pair[1])};
}

/// How numbers in arcs become degrees; without one they are degrees.
struct Transform {
    Corner scale{1, 1};
    Corner translate{0, 0};
    bool is_given = false;
};

Transform transform_of(const json::object& topology) {
    const json::value* found = topology.if_contains("transform");
    if (found == nullptr) {
        return {};
    }
    const json::object& transform = object_in(*found, "transform");
    return {.scale = pair_in(member(transform, "scale")),
            .translate = pair_in(member(transform, "translate")),
            .is_given = true};
}

bool is_degrees(const Corner& corner) {
    constexpr double rounding = 1e-6; // a scaled integer may end just beyond
    return std::abs(corner.longitude) <= 180 + rounding &&
           std::abs(corner.latitude) <= 90 + rounding;
}

/// With a transform each corner is told as the difference to the one before.
std::vector<Ring> arcs_of(const json::object& topology) {
    const Transform transform = transform_of(topology);
    std::vector<Ring> arcs;
    std::size_t corners = 0;
    for (const json::value& told : array_in(member(topology, "arcs"), "arcs")) {
        Ring arc;
        Corner sum;
        for (const json::value& step : array_in(told, "an arc")) {
            const Corner moved = pair_in(step);
            const bool is_sum = transform.is_given;
            sum = {.longitude = (is_sum ? sum.longitude : 0) + moved.longitude,
                   .latitude = (is_sum ? sum.latitude : 0) + moved.latitude};
            const Corner corner{
                .longitude =
                    sum.longitude * transform.scale.longitude + transform.translate.longitude,
                .latitude = sum.latitude * transform.scale.latitude + transform.translate.latitude};
            if (!is_degrees(corner)) {
                throw Fault{"a corner is nowhere on earth"};
            }
            if (++corners > max_land_corners) {
                throw Fault{fmt::format("it has more than {} corners", max_land_corners)};
            }
            arc.push_back(corner);
        }
        arcs.push_back(std::move(arc));
    }
    return arcs;
}

/// A negative index is the arc of its complement, from its end to its begin.
void append_arc(Ring& ring, const std::vector<Ring>& arcs, const json::value& index) {
    if (!index.is_int64()) {
        throw Fault{"the index of an arc is no whole number"};
    }
    const std::int64_t told = index.get_int64();
    const auto place = static_cast<std::size_t>(told < 0 ? ~told : told);
    if (place >= arcs.size()) {
        throw Fault{fmt::format("there is no arc {}", told)};
    }
    Ring arc = told < 0 ? Ring{arcs[place].rbegin(), arcs[place].rend()} : arcs[place];
    // Where arcs meet both have the corner.
    const bool meets = !ring.empty() && !arc.empty() && ring.back() == arc.front();
    ring.insert(ring.end(), arc.begin() + (meets ? 1 : 0), arc.end());
}

class Reader {
public:
    explicit Reader(const json::object& topology) : arcs_{arcs_of(topology)} {}

    void read(const json::value& value) {
        const json::object& geometry = object_in(value, "a geometry");
        const json::value& type = member(geometry, "type");
        if (type == "GeometryCollection") {
            for (const json::value& part : array_in(member(geometry, "geometries"), "geometries")) {
                read(part);
            }
        } else if (type == "MultiPolygon") {
            for (const json::value& area : array_in(member(geometry, "arcs"), "arcs")) {
                add_area(area);
            }
        } else if (type == "Polygon") {
            add_area(member(geometry, "arcs"));
        } else {
            throw Fault{"a geometry is neither Polygon, MultiPolygon nor GeometryCollection"};
        }
    }

    std::vector<LandArea> take() { return std::move(areas_); }

private:
    void add_area(const json::value& told) {
        LandArea area;
        for (const json::value& indexes : array_in(told, "a polygon")) {
            Ring ring;
            for (const json::value& index : array_in(indexes, "a ring")) {
                append_arc(ring, arcs_, index);
                // An arc may be named again and again: what is built is bounded too.
                if (corners_ + ring.size() > 2 * max_land_corners) {
                    throw Fault{"its rings have too many corners"};
                }
            }
            if (ring.empty() || ring.front() != ring.back()) {
                throw Fault{"a ring is not closed"};
            }
            if (ring.size() < least_ring) {
                // An islet that rounding made flat; without its shore it has no lakes either.
                if (area.empty()) {
                    break;
                }
                continue;
            }
            corners_ += ring.size();
            area.push_back(std::move(ring));
        }
        if (!area.empty()) {
            areas_.push_back(std::move(area));
        }
    }

    std::vector<Ring> arcs_;
    std::vector<LandArea> areas_;
    std::size_t corners_ = 0;
};

} // namespace

Result<std::vector<LandArea>, std::string> read_land(std::string_view text) {
    if (text.size() > max_land_bytes) {
        return tl::unexpected{fmt::format("it has more than {} bytes", max_land_bytes)};
    }
    json::error_code error;
    // The parser refuses what is nested deeper than 32 levels, so the reader's own recursion ends.
    const json::value document = json::parse({text.data(), text.size()}, error);
    if (error) {
        return tl::unexpected{fmt::format("it is no JSON: {}", error.message())};
    }
    try {
        const json::object& topology = object_in(document, "the topology");
        if (member(topology, "type") != "Topology") {
            throw Fault{"it is no Topology"};
        }
        Reader reader{topology};
        reader.read(member(object_in(member(topology, "objects"), "objects"), "land"));
        return reader.take();
    } catch (const Fault& fault) {
        return tl::unexpected{std::string{fault.what()}};
    }
}

} // namespace lanterne::web::coast
