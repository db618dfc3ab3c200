#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace lanterne::architecture {

/// Who may include whom: the design's table, its chains written out. Whoever changes it changes the
/// design.
struct MayUse {
    std::string_view folder;
    std::string_view folders; ///< space between; "*": every folder
    std::string_view main;    ///< what its main.cpp may include besides
};

/// A folder below one of these (web-api/races) has its rights, and may use its siblings too.
inline constexpr std::array<MayUse, 20> may_use{{
    {"core/base", "", ""},
    {"core/geo", "core/base", ""},
    {"core/wire", "core/base", ""},
    {"core/course", "core/geo core/base", ""},
    {"core/plan", "core/course core/geo core/base", ""},
    {"core/scoring", "core/plan core/course/matching core/course core/geo core/base", ""},
    {"core/exchange", "core/plan core/course core/geo core/base", ""},
    {"service", "core/base", ""},
    {"database", "core/base", ""},
    {"hal", "core/base", ""},
    {"hal/linux", "hal core/base", ""},
    {"hal/simulated", "hal core/course core/geo core/base", ""},
    {"firmware", "hal core/wire core/course core/geo core/base", "firmware/linux hal/linux"},
    {"firmware/linux",
     "firmware firmware/board firmware/identity firmware/status hal/linux hal core/base", ""},
    {"enrolment", "firmware/identity hal core/exchange core/base service", ""},
    {"ingest-server",
     "core/wire core/plan core/course core/scoring core/scoring/eta core/scoring/results "
     "core/scoring/publishing core/exchange core/geo core/base database service",
     ""},
    {"web-api",
     "database service core/exchange core/plan core/course/checks core/course/matching core/course "
     "core/wire core/geo core/base",
     ""},
    {"simulator",
     "firmware firmware/board firmware/power firmware/time firmware/uplink firmware/identity "
     "firmware/journal firmware/card hal hal/simulated core/plan core/course core/exchange "
     "core/wire core/geo core/base service",
     ""},
    {"tests", "*", ""},
    {"bench", "*", ""},
}};

/// A foreign header, or a folder of them ending in /, that has one place in the house.
struct OnePlace {
    std::string_view header;
    std::string_view folders; ///< tests and benches aside, nobody else may include it
    std::size_t max_files;    ///< and there at most so many files
};

inline constexpr std::array<OnePlace, 17> one_place{{
    {"gps.h", "hal/linux", 1},
    {"gpiod.h", "hal/linux", 1},
    {"MQTTAsync.h", "firmware", 1},
    {"mosquitto.h", "service", 1},
    // Keys, signatures, TLS 1.3, CMP and why a handshake fails; of service: what a WebSocket's
    // answers
    {"openssl/", "firmware web-api service enrolment", 11},
    {"zlib.h", "service", 2},
    {"libpq-fe.h", "database", 3},
    {"cbor.h", "core/wire", 3},
    {"boost/beast/", "service", 4}, // 20 s to compile each
    {"boost/beast.hpp", "", 0},     // all of Beast at once
    {"boost/asio.hpp", "", 0},      // all of Asio at once
    {"boost/geometry.hpp", "web-api", 1},
    {"boost/geometry/", "web-api", 1},
    {"pugixml.hpp", "core/exchange", 3},
    {"kainjow/", "web-api", 3},
    {"spdlog/", "service firmware", 5},
    {"ncurses.h", "simulator/screen", 1},
}};

/// Besides the standard library and what its CMake line names, a folder of core may include these.
inline constexpr std::array<std::string_view, 3> core_foreign{"fmt/", "tl/expected.hpp",
                                                              "tl/expected/"};

/// Foreign headers that a folder of core may name in its CMake line at all.
struct CoreMayName {
    std::string_view folder;
    std::string_view headers;
};

inline constexpr std::array<CoreMayName, 2> core_may_name{{
    {"core/wire", "cbor.h"},
    {"core/exchange", "pugixml.hpp toml++/"},
}};

/// Standard headers that reach outside the values given: input and output, clocks of the system,
/// threads. core may include none of them.
inline constexpr std::array<std::string_view, 20> impure_headers{
    "fstream", "iostream", "ostream",   "istream",    "filesystem",   "syncstream",        "cstdio",
    "ctime",   "thread",   "mutex",     "atomic",     "future",       "semaphore",         "latch",
    "barrier", "csignal",  "coroutine", "stop_token", "shared_mutex", "condition_variable"};

/// Words that core never says, outside comments and literals.
inline constexpr std::array<std::string_view, 20> impure_words{
    "now",           "random_device", "getenv",    "fopen",     "printf",
    "fprintf",       "puts",          "cout",      "cerr",      "cin",
    "clock_gettime", "gmtime",        "localtime", "sleep_for", "sleep_until",
    "gettimeofday",  "thread_local",  "srand",     "system",    "exit"};

/// Functions whose last bit differs from one C library or processor to another: core has its own in
/// core/base/elementary.hpp and calls them as lanterne::exp.
inline constexpr std::array<std::string_view, 24> inexact_words{
    "exp",  "exp2", "expm1", "log",   "log2", "log10", "log1p",  "pow",
    "cbrt", "sin",  "cos",   "tan",   "asin", "acos",  "atan",   "atan2",
    "sinh", "cosh", "tanh",  "hypot", "erf",  "erfc",  "lgamma", "tgamma"};

/// Firmware runs on hal alone: these are for its main.cpp only.
inline constexpr std::array<std::string_view, 8> firmware_words{
    "now",          "random_device", "fopen", "clock_gettime",
    "gettimeofday", "sleep_for",     "open",  "getenv"};

/// Headers of the operating system, which every folder but core may include.
inline constexpr std::array<std::string_view, 22> system_headers{
    "sys/",      "netinet/", "arpa/",    "linux/",    "unistd.h", "fcntl.h",  "poll.h", "signal.h",
    "termios.h", "pty.h",    "netdb.h",  "errno.h",   "spawn.h",  "dirent.h", "pwd.h",  "grp.h",
    "time.h",    "stdlib.h", "string.h", "pthread.h", "syslog.h", "dlfcn.h"};

inline constexpr std::size_t max_file_lines = 500;

} // namespace lanterne::architecture
