#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace lanterne {

/// Names one life of a unit's journal: random, never ordered, never counted.
using Epoch = std::uint32_t;

/// A unit numbers its fixes 0, 1, 2, ... within an epoch. At most last_sequence.
using Sequence = std::uint64_t;

/// Sums of a sequence and a batch's length stay inside the database's signed 64 bits.
inline constexpr Sequence last_sequence = (Sequence{1} << 62) - 1;

/// A text that was checked once, when it was made, and is a valid name of its kind ever after.
/// `Rule` has `static bool allows(std::string_view)`.
template<class Rule>
class CheckedName {
public:
    /// Nothing when the rule does not allow the text.
    static std::optional<CheckedName> from(std::string_view text) {
        return Rule::allows(text) ? std::optional{CheckedName{text}} : std::nullopt;
    }

    const std::string& text() const { return text_; }

    auto operator<=>(const CheckedName&) const = default;

private:
    explicit CheckedName(std::string_view text) : text_{text} {}

    std::string text_;
};

struct UnitSerialRule {
    static bool allows(std::string_view text); ///< [a-z0-9]{6,16}
};

struct BibRule {
    static bool allows(std::string_view text); ///< [A-Za-z0-9-]{1,8}
};

struct SlugRule {
    static bool allows(std::string_view text); ///< [a-z0-9]+(-[a-z0-9]+)*, at most 64
};

/// Serial number of a unit; also its user name at the broker and a level of its topics.
using UnitSerial = CheckedName<UnitSerialRule>;

/// The number an athlete wears: text, because letters and leading zeros occur.
using Bib = CheckedName<BibRule>;

/// Names a race in an address and in a topic.
using Slug = CheckedName<SlugRule>;

} // namespace lanterne

template<class Rule>
struct std::hash<lanterne::CheckedName<Rule>> {
    std::size_t operator()(const lanterne::CheckedName<Rule>& name) const noexcept {
        return std::hash<std::string>{}(name.text());
    }
};
