#include "tests/race/straight_line/stack.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "core/wire/batch.hpp"
#include "database/connection.hpp"
#include "firmware/journal/journal.hpp"
#include "hal/linux/file_storage.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne {

namespace {

namespace fs = std::filesystem;

const fs::path programs = fs::path{LANTERNE_BUILD_FOLDER} / "bin";

void write_file(const fs::path& path, const std::string& text) {
    std::ofstream file{path};
    file << text;
}

void require(bool condition, const std::string& what, const std::string& logs) {
    if (!condition) {
        throw std::runtime_error{what + "\n" + logs};
    }
}

} // namespace

Stack::Stack()
    : conninfo_{postgres_.fresh_database()},
      ingest_{programs / "lanterne-ingest", broker_.port(), conninfo_} {
    fs::create_directory(folder() / "journal");
}

void Stack::start_ingest() { ingest_.start(); }

void Stack::kill_ingest() { ingest_.kill9(); }

void Stack::start_unit(const std::string& serial, const std::string& more) {
    const fs::path log = folder() / fmt::format("unit-{}.log", ++unit_starts_);
    write_file(folder() / "unit.toml",
               fmt::format("[unit]\nserial = \"{}\"\nboard = \"generic-linux\"\nshard = 0\n"
                           "boards = \"" LANTERNE_SOURCE_FOLDER "/boards\"\n"
                           "[gpsd]\nhost = \"127.0.0.1\"\nport = {}\npace = \"free\"\n"
                           "[journal]\nfolder = \"{}\"\n"
                           "[broker]\nhost = \"127.0.0.1\"\nport = {}\n"
                           "[sending]\nreport_interval_ms = 500\n{}",
                           serial, gpsd_.port(), (folder() / "journal").string(), broker_.port(),
                           more));
    unit_.emplace(support::Command{
        .words = {programs / "lanterne-tracker", "--config", folder() / "unit.toml"},
        .output = log});
    require(support::wait_until([&] {
                const std::string said = support::read_text(log);
                return (said.find("gpsd connected") != std::string::npos &&
                        said.find("broker connected") != std::string::npos) ||
                       !unit_->running();
            }) &&
                unit_->running(),
            "the unit did not start", logs());
}

void Stack::kill_unit() { unit_->kill9(); }

void Stack::stop_unit() { unit_->terminate(); }

NumberedFixes Stack::stored(const std::string& serial) const {
    database::Connection connection{conninfo_};
    const auto rows = connection.execute("SELECT c.epoch, c.first, c.payload FROM race.track_chunk "
                                         "c JOIN race.unit u USING (unit_id) "
                                         "WHERE u.serial = $1",
                                         database::Parameters{}.add(serial));
    NumberedFixes fixes;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto batch = wire::decode_batch(rows.get<std::vector<std::byte>>(row, 2));
        if (!batch || batch->epoch != static_cast<Epoch>(rows.get<std::int64_t>(row, 0)) ||
            batch->first != static_cast<Sequence>(rows.get<std::int64_t>(row, 1))) {
            throw std::runtime_error{"a stored chunk is not what its key says"};
        }
        for (std::size_t index = 0; index < batch->fixes.size(); ++index) {
            fixes.emplace(std::pair{batch->epoch, batch->first + index}, batch->fixes[index]);
        }
    }
    return fixes;
}

std::size_t Stack::doubly_stored(const std::string& serial) const {
    database::Connection connection{conninfo_};
    const auto rows = connection.execute("SELECT coalesce(sum(c.n), 0)::bigint FROM "
                                         "race.track_chunk c JOIN race.unit u USING (unit_id) "
                                         "WHERE u.serial = $1",
                                         database::Parameters{}.add(serial));
    return static_cast<std::size_t>(rows.get<std::int64_t>(0, 0)) - stored_count(serial);
}

NumberedFixes Stack::journalled() const {
    const fs::path copy = folder() / "journal-copy"; // opening a journal begins a new epoch in it
    fs::remove_all(copy);
    fs::copy(folder() / "journal", copy, fs::copy_options::recursive);
    hal::linux_system::FileStorage storage{copy};
    const firmware::Receipts receipts;
    const firmware::Journal journal{storage, receipts, {}, 0};
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

std::string Stack::logs() const {
    const auto end_of = [](const std::string& text) {
        return text.substr(text.size() > 3000 ? text.size() - 3000 : 0);
    };
    std::string all = fmt::format("--- ingest\n{}\n", end_of(ingest_.log()));
    for (const auto& file : fs::directory_iterator{folder()}) {
        if (file.path().extension() == ".log") {
            all += fmt::format("--- {}\n{}\n", file.path().filename().string(),
                               end_of(support::read_text(file.path())));
        }
    }
    return all;
}

} // namespace lanterne
