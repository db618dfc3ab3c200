#pragma once

#include <fstream>
#include <string>
#include <vector>

#include <fmt/ostream.h>

#include "database/migrations.hpp"
#include "tests/ingest-server/store/keeper_fixture.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::ingest {

/// The line race, run by two units whose fixes came in batches of ten; and the real program beside
/// it.
class AfterTest : public KeeperTest {
protected:
    AfterTest() {
        std::ofstream file{settings_};
        fmt::print(file, "[database]\nconninfo = \"{}\"\n",
                   support::as_role(conninfo_, "lanterne-ingest"));
    }

    void run_race() {
        assign("1", ada_unit);
        assign("2", bo_unit);
        second_passes();
        send(ada_unit, track_);
        send(bo_unit, run_of(3.5));
        second_passes(6);
    }

    void send(const UnitSerial& unit, const std::vector<Fix>& track, Epoch epoch = 1) {
        std::vector<wire::Batch> batches;
        for (Sequence first = 0; first < track.size(); first += 10) {
            batches.push_back(
                batch_of(track, first, std::min<std::size_t>(10, track.size() - first), epoch));
        }
        turn(unit, batches);
    }

    std::vector<std::string> words(std::vector<std::string> wanted) const {
        std::vector<std::string> words{LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest", "--config",
                                       settings_};
        words.insert(words.end(), wanted.begin(), wanted.end());
        return words;
    }

    struct Ended {
        int code = -1;
        std::string said;
    };

    /// lanterne-ingest with those words, to its end.
    Ended run(std::vector<std::string> wanted) {
        // What this process stored as somebody else is the ingest's, as after lanterne-migrate.
        database::apply_grants(connection_, LANTERNE_SOURCE_FOLDER "/tools/database/grants.sql");
        const auto said = folder_.path() / "said";
        std::filesystem::remove(said);
        support::ChildProcess child{{.words = words(std::move(wanted)), .output = said}};
        const int code = child.wait().value_or(-1);
        return {code, support::read_text(said)};
    }

    support::TempFolder folder_;
    const std::filesystem::path settings_ = folder_.path() / "ingest.toml";
};

} // namespace lanterne::ingest
