#pragma once

#include <string>

#include "tests/firmware/power_cuts/power_cuts.hpp"

namespace lanterne::firmware::power_cuts {

/// Opens cards again and counts what was promised and is not so. `recording` must outlive it.
class Examination {
public:
    explicit Examination(const Recording& recording) : recording_{recording} {}

    void count_cut() { ++tally_.cuts; }

    /// Reads all that is on the card. `where` is said of the first fault.
    void open_again(hal::Storage& card, const Promise& promise, const std::string& where);

    /// Writes on as the unit would, and opens the card again.
    void go_on(hal::Storage& card, const Promise& promise, const std::string& where);

    const Tally& tally() const { return tally_; }

private:
    void fault(std::uint64_t Tally::*count, const std::string& where, const std::string& what);
    void check_fixes(const Journal& journal, const Promise& promise, const std::string& where);
    void check_events(const std::vector<JournalledEvent>& events, const Promise& promise,
                      const std::string& where);
    void check_declared(const Journal& journal, const std::vector<JournalledEvent>& events,
                        const Promise& promise, const std::string& where);
    bool is_written_so(Epoch epoch, Sequence first, const std::vector<Fix>& fixes) const;

    const Recording& recording_;
    Tally tally_;
};

} // namespace lanterne::firmware::power_cuts
