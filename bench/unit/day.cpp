#include "bench/unit/day.hpp"

#include <stdexcept>

#include "bench/unit/rig.hpp"
#include "bench/wire/track.hpp"
#include "firmware/journal/journal.hpp"
#include "hal/linux/file_storage.hpp"

namespace lanterne::bench {
namespace {

constexpr std::uint64_t seed = 1;
constexpr int fixes_a_sync = 1'000;

} // namespace

void write_day(const std::filesystem::path& folder) {
    hal::linux_system::FileStorage storage{folder};
    const firmware::Receipts none;
    firmware::Journal journal{
        storage, none, {.unit = std::string{unit_serial}}, Epoch{0x1A2B'3C4D}};
    for (const Fix& fix : made_up_run(fixes_of_a_day, seed)) {
        if (!journal.append(fix) || (journal.next() % fixes_a_sync == 0 && !journal.sync())) {
            throw std::runtime_error{"the journal could not be written"};
        }
    }
}

} // namespace lanterne::bench
