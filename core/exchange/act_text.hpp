#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/exchange/fault.hpp"
#include "core/plan/act.hpp"

/// What people do to a race, as text (docs/acts.md). Reading is strict: all of the text is right,
/// or every fault in it is said, at most max_faults.
namespace lanterne::exchange {

inline constexpr std::size_t max_act_bytes = std::size_t{128} * 1024; ///< of one body
inline constexpr std::size_t max_acts_in_a_file = 5'000;
inline constexpr std::size_t max_act_waves = 100; ///< that one act names

/// An act as a person wrote it.
struct GivenAct {
    std::optional<UtcTime> effective; ///< when it was said
    plan::ActBody body;
    std::size_t line = 0; ///< where it begins
};

/// The kind as docs/acts.md names it.
std::string_view kind_of(const plan::ActBody& body);

/// A body as it is stored: a TOML document with one key a line. Reads back as the same body.
std::string to_text(const plan::ActBody& body);

/// What to_text() wrote. `name` stands before the line in the faults.
Result<plan::ActBody, std::vector<Fault>> read_act_body(std::string_view name,
                                                        std::string_view bytes);

/// A file of [[act]] tables, in their order; at least one.
Result<std::vector<GivenAct>, std::vector<Fault>> read_acts(std::string_view file,
                                                            std::string_view bytes);

} // namespace lanterne::exchange
