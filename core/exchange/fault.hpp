#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lanterne::exchange {

inline constexpr std::size_t max_faults = 100;

/// What is wrong in a file from outside: where, and what would be right.
struct Fault {
    std::string file;
    std::size_t line = 0; ///< from 1; 0: the whole file
    std::string what;
    std::string right; ///< completes the sentence "... would be right"; may be empty

    bool operator==(const Fault&) const = default;
};

/// "race.toml:12: laps is 0; 1 to 1000 would be right".
std::string to_text(const Fault& fault);

/// Gathers what is wrong in a file and those that it names, so that its author hears all of it at
/// once. Of more than max_faults the rest is counted only.
class Faults {
public:
    explicit Faults(std::string_view file) : file_{file} {}

    void add(std::size_t line, std::string what, std::string right);
    void add(const std::vector<Fault>& others);

    bool empty() const { return faults_.empty(); }

    /// By file, its own first, and line. Neither more than max_faults ever held, nor one lost
    /// unsaid: in the last place of a full list stands how many were left out.
    std::vector<Fault> take();

private:
    std::string file_;
    std::vector<Fault> faults_;
    std::size_t left_out_ = 0;
};

} // namespace lanterne::exchange
