#include "tests/core/exchange/gpx_schema.hpp"

#include <algorithm>
#include <map>
#include <regex>
#include <vector>

#include <pugixml.hpp>

namespace lanterne::exchange {
namespace {

using Sequence = std::vector<std::string_view>;

// https://www.topografix.com/GPX/1/1/gpx.xsd: the elements of each type, in the order of its
// xsd:sequence. A '*' behind the name: any number; else at most one.
const std::map<std::string_view, Sequence> children{
    {"gpx", {"metadata", "wpt*", "rte*", "trk*", "extensions"}},
    {"metadata",
     {"name", "desc", "author", "copyright", "link*", "time", "keywords", "bounds", "extensions"}},
    {"rte", {"name", "cmt", "desc", "src", "link*", "number", "type", "extensions", "rtept*"}},
    {"trk", {"name", "cmt", "desc", "src", "link*", "number", "type", "extensions", "trkseg*"}},
    {"trkseg", {"trkpt*", "extensions"}},
    {"wpt",
     {"ele", "time", "magvar", "geoidheight", "name", "cmt", "desc", "src", "link*", "sym", "type",
      "fix", "sat", "hdop", "vdop", "pdop", "ageofdgpsdata", "dgpsid", "extensions"}},
};

/// Simple values: what their text must be.
const std::map<std::string_view, std::regex> values{
    {"ele", std::regex{R"(-?[0-9]+(\.[0-9]+)?)"}},
    {"time", std::regex{R"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]+)?Z)"}},
    {"fix", std::regex{"none|2d|3d|dgps|pps"}},
    {"sat", std::regex{"[0-9]+"}},
};

std::string_view type_of(std::string_view element) {
    return element == "trkpt" || element == "rtept" ? "wpt" : element;
}

std::string against_attributes(const pugi::xml_node& node) {
    if (type_of(node.name()) == "wpt") {
        const double lat = node.attribute("lat").as_double(999);
        const double lon = node.attribute("lon").as_double(999);
        // The schema leaves 180 degrees east out.
        if (!(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180)) {
            return std::string{node.name()} + " has no lat and lon in range\n";
        }
    }
    if (std::string_view{node.name()} == "gpx" &&
        (std::string_view{node.attribute("version").value()} != "1.1" ||
         node.attribute("creator").empty())) {
        return "gpx has no version 1.1 and creator\n";
    }
    return {};
}

std::string against_children(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    if (name == "extensions") {
        return {};
    }
    const auto type = children.find(type_of(name));
    if (type == children.end()) {
        const auto value = values.find(name);
        const bool is_right =
            value == values.end() || std::regex_match(node.text().get(), value->second);
        return is_right ? "" : std::string{name} + " is " + node.text().get() + "\n";
    }
    std::string found = against_attributes(node);
    std::size_t place = 0;
    bool is_used = false;
    for (const pugi::xml_node& child : node.children()) {
        if (child.type() != pugi::node_element) {
            continue;
        }
        const std::string_view wanted = child.name();
        const auto matches = [&](std::string_view allowed) {
            return allowed == wanted ||
                   (allowed.back() == '*' && allowed.substr(0, allowed.size() - 1) == wanted);
        };
        const Sequence& sequence = type->second;
        const bool again = place < sequence.size() && matches(sequence[place]) &&
                           (sequence[place].back() == '*' || !is_used);
        if (!again) {
            const auto next = std::find_if(
                sequence.begin() + static_cast<std::ptrdiff_t>(place + (is_used ? 1 : 0)),
                sequence.end(), matches);
            if (next == sequence.end()) {
                found += std::string{name} + " may not have " + std::string{wanted} + " there\n";
                continue;
            }
            place = static_cast<std::size_t>(next - sequence.begin());
        }
        is_used = true;
        found += against_children(child);
    }
    return found;
}

} // namespace

std::string against_gpx_1_1(std::string_view document) {
    pugi::xml_document parsed;
    if (!parsed.load_buffer(document.data(), document.size())) {
        return "not well-formed XML\n";
    }
    const pugi::xml_node root = parsed.document_element();
    if (std::string_view{root.attribute("xmlns").value()} != "http://www.topografix.com/GPX/1/1") {
        return "not in the namespace of GPX 1.1\n";
    }
    return std::string_view{root.name()} == "gpx" ? against_children(root) : "no gpx\n";
}

} // namespace lanterne::exchange
