#include "ingest-server/race_load.hpp"

#include <exception>
#include <utility>

namespace lanterne::ingest {

using database::Connection;
using database::Transaction;

namespace {

void take_word(Connection& connection, const results_store::Claim& claim) {
    Transaction transaction{connection};
    results_store::take_announced(connection, claim);
    transaction.commit();
}

/// All as of one moment.
void read(Connection& connection, LoadedRace& loaded, const Progress& progress) {
    const std::int32_t id = loaded.order.row.race;
    Transaction transaction{connection};
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    auto definition = plan_store::definition(connection, id);
    if (!definition) {
        loaded.refused = definition.error();
        return;
    }
    loaded.fingerprint = plan_store::fingerprint(connection, id);
    loaded.acts = plan_store::acts_after(connection, id, 0);
    KeptRace& race =
        loaded.race.emplace(std::move(definition->plan), std::move(definition->entries),
                            plan_store::assignments(connection, id));
    results_store::know_results(connection, loaded.order.claim, race);
    for (const auto& [unit, info] : plan_store::unit_infos(connection, id)) {
        race.note_info(unit, info);
    }
    if (!loaded.acts.acts.empty()) {
        race.set_acts(loaded.acts.acts);
    }
    rescore_entries(connection, race, race.worn_entries(), scoring_threads(), progress);
    transaction.commit();
}

void begin_forecasts(LoadedRace& loaded) {
    try {
        KeptRace& race = *loaded.race;
        Forecasts& forecasts = loaded.forecasts.emplace(race.plan(), race.entries());
        forecasts.follow(race.record());
        forecasts.begin(race.passages(), race.standings());
    } catch (const std::exception& broken) {
        loaded.forecasts.reset();
        loaded.no_forecasts = broken.what();
    }
}

} // namespace

LoadedRace load_race(Connection& connection, const LoadOrder& order, UtcTime wall,
                     const Progress& progress) {
    LoadedRace loaded;
    loaded.order = order;
    take_word(connection, order.claim);
    read(connection, loaded, progress);
    if (loaded.race) {
        loaded.race->check_all();
        loaded.results = loaded.race->results(wall);
        begin_forecasts(loaded);
    }
    return loaded;
}

} // namespace lanterne::ingest
