#include "simulator/doctor/site.hpp"

#include <cmath>
#include <utility>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace lanterne::simulator::doctor {

namespace json = boost::json;

namespace {

std::string without_slash(std::string url) {
    while (url.ends_with('/')) {
        url.pop_back();
    }
    return url;
}

/// Throws what boost::json throws for another shape.
json::object object_of(const std::string& text) { return json::parse(text).as_object(); }

std::string text_at(const json::object& object, std::string_view key) {
    return json::value_to<std::string>(object.at(key));
}

std::optional<std::string> maybe_text(const json::object& object, std::string_view key) {
    return object.at(key).is_null() ? std::nullopt : std::optional{text_at(object, key)};
}

UtcTime time_at(const json::object& object, std::string_view key) {
    const auto time = parse_time(text_at(object, key));
    if (!time) {
        throw std::runtime_error{fmt::format("{} is no time", key)};
    }
    return *time;
}

SiteUnit unit_of(const json::object& row) {
    SiteUnit unit;
    if (!row.at("last_fix_time").is_null()) {
        unit.last_fix_time = time_at(row, "last_fix_time");
    }
    unit.link = text_at(row, "link");
    unit.bib = Bib::from(maybe_text(row, "bib").value_or(""));
    unit.race = Slug::from(maybe_text(row, "race").value_or(""));
    return unit;
}

std::int32_t millionths(const json::value& degrees) {
    return static_cast<std::int32_t>(std::lround(degrees.to_number<double>() * 1e6));
}

SiteRace race_of(const json::object& object) {
    SiteRace race;
    race.state = text_at(object, "state");
    if (const auto* clock = object.at("rehearsal").if_object()) {
        race.rehearsal = plan::RehearsalClock{.wall_start = time_at(*clock, "wall_start"),
                                              .race_start = time_at(*clock, "race_start"),
                                              .rate = clock->at("rate").to_number<double>()};
    }
    const json::array& legs = object.at("course").as_object().at("legs").as_array();
    const json::array& line = legs.at(0).as_object().at("line").as_array();
    const json::array& place = line.at(0).as_array();
    const Position start{Latitude{millionths(place.at(1))}, Longitude{millionths(place.at(0))}};
    race.start = is_on_earth(start) ? std::optional{start} : std::nullopt;
    return race;
}

std::string names_of(const json::object& parts) {
    std::string words;
    for (const auto& [name, part] : parts) {
        if (!part.as_object().at("well").as_bool()) {
            words += fmt::format("{}{}: {}", words.empty() ? "" : ", ", std::string{name},
                                 text_at(part.as_object(), "says"));
        }
    }
    return words;
}

std::string faulty_parts(const std::string& body) {
    try {
        return names_of(object_of(body).at("parts").as_object());
    } catch (const std::exception&) {
        return "it does not say why";
    }
}

} // namespace

Site::Site(std::string url) : url_{without_slash(std::move(url))} {}

Result<service::HttpReply, std::string> Site::get(const std::string& path) const {
    auto reply = service::http_get(url_ + path, timeout);
    if (!reply) {
        return tl::unexpected{
            fmt::format("lanterne-web does not answer at {} ({}): is it running (systemctl status "
                        "lanterne-web), and is that its [http] address?",
                        url_, reply.error())};
    }
    return reply;
}

Result<std::optional<SiteUnit>, std::string> Site::unit(const UnitSerial& serial) const {
    const auto reply = get("/api/v1/units");
    if (!reply) {
        return tl::unexpected{reply.error()};
    }
    if (reply->status != 200) {
        return tl::unexpected{fmt::format("{}/api/v1/units answers {}: {}", url_, reply->status,
                                          ask_health("lanterne-web", url_).words)};
    }
    try {
        const json::object all = object_of(reply->body);
        for (const json::value& row : all.at("units").as_array()) {
            if (row.at("serial").as_string() == serial.text()) {
                return unit_of(row.as_object());
            }
        }
        return std::nullopt;
    } catch (const std::exception& error) {
        return tl::unexpected{
            fmt::format("{}/api/v1/units cannot be read ({}): is that lanterne-web, and of this "
                        "version?",
                        url_, error.what())};
    }
}

Result<SiteRace, std::string> Site::race(const Slug& slug) const {
    const std::string path = "/api/v1/races/" + slug.text();
    const auto reply = get(path);
    if (!reply) {
        return tl::unexpected{reply.error()};
    }
    if (reply->status == 404) {
        return tl::unexpected{fmt::format("lanterne-web knows no race {}: {}/api/v1/races lists "
                                          "them; lanterne-web race import brings one",
                                          slug.text(), url_)};
    }
    if (reply->status != 200) {
        return tl::unexpected{fmt::format("{}{} answers {}: {}", url_, path, reply->status,
                                          ask_health("lanterne-web", url_).words)};
    }
    try {
        return race_of(object_of(reply->body));
    } catch (const std::exception& error) {
        return tl::unexpected{fmt::format("{}{} cannot be read ({}): is that lanterne-web, and of "
                                          "this version?",
                                          url_, path, error.what())};
    }
}

Health ask_health(const std::string& program, const std::string& url) {
    const auto reply = service::http_get(without_slash(url) + "/healthz", Site::timeout);
    if (!reply) {
        return {.words =
                    fmt::format("{} does not answer ({}): is it running (systemctl status {}), "
                                "and is that its [http] address?",
                                program, reply.error(), program)};
    }
    if (reply->status == 200) {
        return {.answers = true, .is_well = true, .words = program + " says that it is well"};
    }
    return {.answers = true,
            .words =
                fmt::format("{} says that it is not well: {}", program, faulty_parts(reply->body))};
}

} // namespace lanterne::simulator::doctor
