#include <exception>

#include "ingest-server/race_keeper.hpp"

namespace lanterne::ingest {

using database::Connection;

void RaceKeeper::with_forecasts(Record& record, const std::function<void(Forecasts&)>& work) {
    if (!record.forecasts) {
        return;
    }
    try {
        work(*record.forecasts);
    } catch (const std::exception& broken) {
        record.forecasts->stop();
        watch_.trouble("forecasts_stopped", broken.what());
    }
}

void RaceKeeper::write_forecasts(Connection& connection, Record& record) {
    ForecastNews news;
    with_forecasts(record, [&](Forecasts& forecasts) {
        news = forecasts.news(record.race.race_time(clock_.wall()));
    });
    if (news.empty()) {
        return;
    }
    const std::uint64_t version = results_store::write_forecasts(connection, record.claim, news);
    record.forecasts->stamp(news, version);
    record.uncommitted.version = version;
    for (ForecastRow& row : news.rows) {
        record.uncommitted.forecasts.insert_or_assign(row.forecast.bib, std::move(row.forecast));
    }
    if (!news.grades.empty()) {
        record.uncommitted.grades = std::move(news.grades);
    }
}

} // namespace lanterne::ingest
