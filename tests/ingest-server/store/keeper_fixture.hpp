#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "ingest-server/race_keeper.hpp"
#include "ingest-server/store.hpp"
#include "tests/ingest-server/journal.hpp"
#include "tests/ingest-server/store/line_race.hpp"
#include "tests/support/private_postgres.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::ingest {

using std::chrono::seconds;

inline const UnitSerial ada_unit = *UnitSerial::from("unitada1");
inline const UnitSerial bo_unit = *UnitSerial::from("unitbo01");
inline const Slug line = *Slug::from("line");

/// The ingest's parts on a database of their own, with a clock that the test sets.
class KeeperTest : public ::testing::Test {
protected:
    KeeperTest() {
        store::ensure_partitions(connection_, wall_);
        import_folder(line_race());
    }

    struct Imported {
        plan::RacePlan plan;
        std::int32_t race = 0; ///< id
    };

    Imported import_folder(const exchange::FolderFiles& files) {
        plan::RacePlan plan = exchange::read_race_folder(files).value();
        const std::int32_t race = web::import_race(connection_, plan, files).race_id;
        return {std::move(plan), race};
    }

    void assign(const std::string& bib, const std::optional<UnitSerial>& unit) {
        ASSERT_EQ(web::assign_unit(connection_, line, *Bib::from(bib), unit),
                  web::Assignment::made);
    }

    /// One transaction, as the ingest's loop does it.
    void turn(const UnitSerial& unit, const std::vector<wire::Batch>& batches) {
        turn(connection_, keeper_, unit, batches);
    }

    void turn(database::Connection& connection, RaceKeeper& keeper, const UnitSerial& unit,
              const std::vector<wire::Batch>& batches) {
        std::vector<Arrival> arrivals;
        for (const wire::Batch& batch : batches) {
            arrivals.push_back({unit, batch, bytes_of(batch)});
        }
        database::Transaction transaction{connection};
        const Stored stored = store_arrivals(
            connection, arrivals, wall_, [&](const UnitSerial& of) { return keeper.clock_of(of); });
        keeper.score(connection, stored.chunks);
        transaction.commit();
        keeper.committed();
    }

    void turn(const UnitSerial& unit, const std::vector<Fix>& track) {
        for (Sequence first = 0; first < track.size(); first += 50) {
            turn(unit, {batch_of(track, first, std::min<std::size_t>(50, track.size() - first))});
        }
    }

    void second_passes(int count = 1) {
        for (int i = 0; i < count; ++i) {
            steady_ += seconds{1};
            wall_ += seconds{1};
            keeper_.follow_plan(connection_);
            keeper_.tick(connection_);
        }
    }

    std::string text(const std::string& sql) {
        const auto rows = connection_.execute(sql);
        return rows.empty() || rows.is_null(0, 0) ? std::string{} : rows.get<std::string>(0, 0);
    }

    std::int64_t number(const std::string& sql) {
        return connection_.execute(sql).get<std::int64_t>(0, 0);
    }

    /// Bib, point and time of what holds now.
    std::string passages() {
        return text("SELECT string_agg(concat_ws(' ', bib, point, at), ', ' ORDER BY bib, at) "
                    "FROM race.passage JOIN plan.entry USING (entry_id) WHERE current");
    }

    std::string points_of(const std::string& bib) {
        return text("SELECT string_agg(point, ' ' ORDER BY at) FROM race.passage "
                    "JOIN plan.entry USING (entry_id) WHERE current AND bib = '" +
                    bib + "'");
    }

    std::string digest() { return text("SELECT digest FROM race.race_state"); }

    double troubles(const std::string& cause) {
        const std::string page = registry_.render();
        const std::string row = "lanterne_ingest_troubles_total{cause=\"" + cause + "\"} ";
        const auto at = page.find(row);
        return at == std::string::npos ? 0 : std::stod(page.substr(at + row.size()));
    }

    UtcTime wall_ = line_race_dawn + std::chrono::hours{2};
    SteadyTime steady_{};
    const Clock clock_{[this] { return wall_; }, [this] { return steady_; }};
    service::Log log_{"test", service::LogLevel::error};
    service::Registry registry_;
    Watch watch_{log_, registry_, clock_};
    const std::string conninfo_ = support::shared_postgres().fresh_database();
    database::Connection connection_{conninfo_};
    RaceKeeper keeper_{watch_, clock_, 77};
    const std::vector<Fix> track_ = run_of(4);
};

} // namespace lanterne::ingest
