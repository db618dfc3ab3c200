#include "bench/unit/receivers.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>

#include <boost/json.hpp>

namespace lanterne::bench {
namespace {

namespace json = boost::json;

constexpr std::size_t least_epochs = 20;
constexpr double greatest_accuracy_m = 6'000.0;

/// The object's number, if it has one of that name.
std::optional<double> number(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    boost::system::error_code none;
    const double found = value ? value->to_number<double>(none) : 0.0;
    return value && !none ? std::optional{found} : std::nullopt;
}

int satellites_used(const json::array& satellites) {
    const auto is_used = [](const json::value& one) {
        const json::value* used = one.is_object() ? one.get_object().if_contains("used") : nullptr;
        return used && used->is_bool() && used->get_bool();
    };
    return static_cast<int>(std::ranges::count_if(satellites, is_used));
}

/// Takes gpsd's objects in their order.
class Reader {
public:
    void take(const json::object& object) {
        const json::value* kind = object.if_contains("class");
        if (!kind || !kind->is_string()) {
            return;
        }
        if (kind->get_string() == "SKY") {
            const json::value* satellites = object.if_contains("satellites");
            if (satellites && satellites->is_array()) {
                satellites_ = std::min(63, satellites_used(satellites->get_array()));
            }
        } else if (kind->get_string() == "TPV") {
            take_position(object);
        }
    }

    std::vector<Quality> epochs;

private:
    void take_position(const json::object& object) {
        const auto mode = number(object, "mode");
        const auto accuracy_m = number(object, "eph");
        const json::value* time = object.if_contains("time");
        if (!mode || *mode < 2 || !accuracy_m || !time || !object.contains("lat")) {
            return;
        }
        if (epochs.empty() || *time != time_) {
            epochs.emplace_back();
            time_ = *time;
        }
        epochs.back() = {.accuracy_dm = static_cast<std::uint16_t>(
                             std::lround(std::min(*accuracy_m, greatest_accuracy_m) * 10.0)),
                         .satellites = static_cast<std::uint8_t>(satellites_),
                         .mode = static_cast<std::uint8_t>(*mode)};
    }

    json::value time_;
    int satellites_ = 0;
};

std::vector<Quality> read(const std::filesystem::path& file) {
    std::ifstream lines{file};
    Reader reader;
    for (std::string line; std::getline(lines, line);) {
        boost::system::error_code none;
        const json::value value = json::parse(line, none);
        if (!none && value.is_object()) {
            reader.take(value.get_object());
        }
    }
    return std::move(reader.epochs);
}

} // namespace

std::vector<RecordedReceiver> recorded_receivers(const std::filesystem::path& folder) {
    std::vector<RecordedReceiver> receivers;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator{folder, none}) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(".log.chk")) {
            continue;
        }
        RecordedReceiver receiver{.name = name.substr(0, name.find('.')),
                                  .epochs = read(entry.path())};
        if (receiver.epochs.size() >= least_epochs) {
            receivers.push_back(std::move(receiver));
        }
    }
    std::ranges::sort(receivers, {}, &RecordedReceiver::name);
    return receivers;
}

std::vector<Fix> graded(std::vector<Fix> track, const RecordedReceiver& receiver) {
    std::size_t at = 0;
    for (Fix& fix : track) {
        const Quality& quality = receiver.epochs[at++ % receiver.epochs.size()];
        fix.accuracy_dm = quality.accuracy_dm;
        fix.satellites = quality.satellites;
        fix.mode = static_cast<FixMode>(quality.mode);
    }
    return track;
}

} // namespace lanterne::bench
