#include "bench/unit/device_bytes.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "bench/unit/loop_disk.hpp"
#include "firmware/journal/journal.hpp"
#include "hal/linux/file_storage.hpp"
#include "tests/firmware/example.hpp"

namespace lanterne::bench {
namespace {

constexpr std::uint64_t an_hour = 3'600; ///< of fixes, one a second
constexpr std::uint64_t a_few = 720;     ///< enough to see that it still works
constexpr Epoch epoch = 0xC0FFEE;

/// From the making of the journal to a final sync of the file system.
double bytes_a_fix(std::uint64_t fixes, std::uint64_t commit_each) {
    LoopDisk disk;
    const std::uint64_t before = disk.bytes_written();
    {
        hal::linux_system::FileStorage storage{disk.folder() / "journal"};
        const firmware::Receipts receipts;
        firmware::Journal journal{storage, receipts, {}, epoch};
        for (std::uint64_t number = 0; number < fixes; ++number) {
            const bool kept = journal.append(firmware::example_fix(number));
            const bool due = (number + 1) % commit_each == 0;
            if (!kept || (due && !journal.sync())) {
                throw std::runtime_error{"the disk in the image does not take the fixes"};
            }
        }
    }
    return static_cast<double>(disk.bytes_written() - before) / static_cast<double>(fixes);
}

Row row(const Plan& plan, std::uint64_t commit_each, double goal) {
    const std::uint64_t fixes = plan.quick ? a_few : an_hour;
    Row row{.key = fmt::format("device_bytes_per_fix_commit_{}", commit_each),
            .what = commit_each == 1
                        ? "bytes to the card per fix, each made certain"
                        : fmt::format("bytes to the card per fix, commit each {}", commit_each),
            .unit = "B",
            .goal = goal,
            // A short run pays for making the journal with few fixes.
            .nature = plan.quick ? Nature::timed : Nature::counted};
    try {
        row.measured = bytes_a_fix(fixes, commit_each);
        row.note = fmt::format("{} fixes, ext4 in an image, the block device's own counter, with "
                               "the final sync",
                               fixes);
    } catch (const std::exception& reason) {
        row.note = fmt::format("not measurable here: {}", reason.what());
    }
    return row;
}

} // namespace

std::vector<Row> device_bytes(const Plan& plan) { return {row(plan, 5, 560), row(plan, 1, 1'400)}; }

} // namespace lanterne::bench
