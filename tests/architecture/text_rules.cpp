#include <algorithm>
#include <array>
#include <regex>

#include <fmt/format.h>

#include "tests/architecture/design.hpp"
#include "tests/architecture/rules.hpp"

namespace lanterne::architecture {

namespace {

// What CMake asks for by name, and the Debian package that has it.
struct Library {
    std::string_view name;
    std::string_view package;
};

constexpr std::array<Library, 26> libraries{{
    {"PkgConfig", "pkg-config"},
    {"Threads", "g++"},
    {"GTest", "libgtest-dev"},
    {"benchmark", "libbenchmark-dev"},
    {"fmt", "libfmt-dev"},
    {"tl-expected", "libexpected-dev"},
    {"pugixml", "libpugixml-dev"},
    {"spdlog", "libspdlog-dev"},
    {"CLI11", "libcli11-dev"},
    {"Boost", "libboost1.81-dev"},
    {"PostgreSQL", "libpq-dev"},
    {"kainjow_mustache", "libkainjow-mustache-dev"},
    {"tomlplusplus", "libtomlplusplus-dev"},
    {"pkg:tomlplusplus", "libtomlplusplus-dev"},
    {"pkg:libcbor", "libcbor-dev"},
    {"pkg:libgps", "libgps-dev"},
    {"pkg:libgpiod", "libgpiod-dev"},
    {"pkg:ncursesw", "libncurses-dev"},
    {"pkg:libmosquitto", "libmosquitto-dev"},
    {"pkg:libpq", "libpq-dev"},
    {"pkg:spdlog", "libspdlog-dev"},
    {"pkg:eclipse-paho-mqtt-c", "libpaho-mqtt-dev"},
    {"eclipse-paho-mqtt-c", "libpaho-mqtt-dev"},
    {"OpenSSL", "libssl-dev"},
    {"ZLIB", "zlib1g-dev"},
}};

const Source* find_source(const Sources& sources, std::string_view path) {
    const auto found = std::ranges::find(sources, path, &Source::path);
    return found == sources.end() ? nullptr : &*found;
}

bool lists(const Source* packages, std::string_view package) {
    if (packages == nullptr) {
        return false;
    }
    return std::ranges::any_of(lines_of(packages->text), [&](std::string_view line) {
        return !line.starts_with('#') && line.ends_with(fmt::format(" {}", package));
    });
}

bool is_cmake(const Source& source) {
    return source.name() == "CMakeLists.txt" || source.path.ends_with(".cmake");
}

// The first include of a source that has a header of the same name beside it must be that header.
bool hides_its_header(const Source& source, const Sources& sources) {
    if (!source.path.ends_with(".cpp")) {
        return false;
    }
    const std::string header = source.path.substr(0, source.path.size() - 4) + ".hpp";
    const std::vector<Include> includes = includes_of(source);
    return find_source(sources, header) != nullptr &&
           (includes.empty() || includes.front().header != header);
}

} // namespace

std::vector<Finding> untidy_headers(const Sources& sources) {
    std::vector<Finding> findings;
    for (const Source& source : sources) {
        if (source.is_header() && !source.text.starts_with("#pragma once\n")) {
            findings.push_back({source.path, 1, "a header begins with #pragma once"});
        }
        if (hides_its_header(source, sources)) {
            findings.push_back({source.path, 1, "a source includes its own header first"});
        }
        if (!source.is_header()) {
            continue;
        }
        const std::string code = code_of(source);
        std::size_t number = 0;
        for (const std::string_view line : lines_of(code)) {
            ++number;
            if (line.find("using namespace") != std::string_view::npos) {
                findings.push_back({source.path, number, "a header says no using namespace"});
            }
        }
    }
    return findings;
}

std::vector<Finding> overlong_files(const Sources& sources) {
    std::vector<Finding> findings;
    for (const Source& source : sources) {
        const std::size_t lines = lines_of(source.text).size();
        const bool is_data = source.path.ends_with(".md") || source.path.ends_with(".txt");
        if (!is_data && lines > max_file_lines) {
            findings.push_back(
                {source.path, lines,
                 fmt::format("{} lines, {} at most: split it", lines, max_file_lines)});
        }
    }
    return findings;
}

std::vector<Finding> libraries_without_package(const Sources& sources) {
    static const std::regex asked{R"(find_package\(\s*([A-Za-z0-9_-]+)|\b(pkg:[A-Za-z0-9_.+-]+))"};
    const Source* packages = find_source(sources, "tools/front-door/packages.txt");
    std::vector<Finding> findings;
    for (const Source& source : sources) {
        if (!is_cmake(source)) {
            continue;
        }
        std::size_t number = 0;
        for (const std::string_view whole : lines_of(source.text)) {
            ++number;
            const std::string line{whole.substr(0, whole.find('#'))};
            for (std::sregex_iterator match{line.begin(), line.end(), asked}, end; match != end;
                 ++match) {
                const std::string name =
                    (*match)[1].matched ? (*match)[1].str() : (*match)[2].str();
                const auto library = std::ranges::find(libraries, name, &Library::name);
                if (library == libraries.end()) {
                    findings.push_back(
                        {source.path, number, "this test does not know which package has " + name});
                } else if (!lists(packages, library->package)) {
                    findings.push_back(
                        {source.path, number,
                         fmt::format("tools/front-door/packages.txt lacks {}", library->package)});
                }
            }
        }
    }
    return findings;
}

std::vector<Finding> missing_commands(const Sources& sources) {
    const Source* readme = find_source(sources, "README.md");
    std::vector<Finding> findings;
    for (const std::string_view command : {"./lanterne demo", "./lanterne test"}) {
        if (readme == nullptr || readme->text.find(command) == std::string::npos) {
            findings.push_back({"README.md", 0, fmt::format("does not show {}", command)});
        }
    }
    return findings;
}

} // namespace lanterne::architecture
