#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lanterne::simulator {

/// Gathers what happens to many at once into a line for each kind: "bib 2, 3: no network",
/// "3012 athletes: no network". Pure.
class Happenings {
public:
    static constexpr std::size_t most_named = 6;

    void add(const std::string& what, const std::string& bib);

    /// The lines since the last call, in the order in which their kinds came first.
    std::vector<std::string> take();

private:
    struct Kind {
        std::string what;
        std::size_t count = 0;
        std::string bibs; ///< the first of them
    };

    std::vector<Kind> kinds_;
};

} // namespace lanterne::simulator
