#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace lanterne::bench {

/// What a figure depends on: counted ones are the same on every machine, timed ones are this
/// machine's.
enum class Nature { counted, timed };

/// A line of the table.
struct Row {
    std::string key;                ///< of its key=value line, unit last: recovery_ms
    std::string what;               ///< for people
    std::optional<double> measured; ///< none: not measurable here, and `note` says why
    std::string unit;
    double goal = 0.0; ///< at most
    Nature nature = Nature::counted;
    std::string note; ///< how often and on what it was measured, how far apart the figures lay
};

/// What a group of rows is to be measured with.
struct Plan {
    bool quick = false;               ///< seconds in all: does each measurement still work?
    std::filesystem::path recordings; ///< the folder of gpx/ and gpsd/; may be missing
    std::filesystem::path tracker;    ///< the program lanterne-tracker
};

} // namespace lanterne::bench
