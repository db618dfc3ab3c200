#include "core/plan/sex.hpp"

namespace lanterne::plan {

std::string_view to_text(Sex sex) {
    switch (sex) {
    case Sex::female: return "female";
    case Sex::male: return "male";
    case Sex::other: break;
    }
    return "other";
}

std::optional<Sex> parse_sex(std::string_view text) {
    for (const Sex sex : {Sex::female, Sex::male, Sex::other}) {
        if (text == to_text(sex)) {
            return sex;
        }
    }
    return std::nullopt;
}

} // namespace lanterne::plan
