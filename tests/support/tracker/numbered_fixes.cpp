#include "tests/support/tracker/numbered_fixes.hpp"

#include "firmware/journal/journal.hpp"

namespace lanterne::support {

NumberedFixes journalled(hal::Storage& card) {
    const firmware::Receipts receipts;
    const firmware::Journal journal{card, receipts, {}, 0};
    NumberedFixes fixes;
    for (const auto& held : journal.held()) {
        for (const auto& range : held.fixes.ranges()) {
            for (Sequence next = range.from; next < range.to;) {
                const auto read = journal.read(held.epoch, {.from = next, .to = range.to}).value();
                for (const Fix& fix : read) {
                    fixes.emplace(std::pair{held.epoch, next++}, fix);
                }
            }
        }
    }
    return fixes;
}

} // namespace lanterne::support
