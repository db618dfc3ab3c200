#include "ingest-server/stages.hpp"

#include <exception>
#include <string>
#include <utility>

namespace lanterne::ingest {

namespace {

constexpr std::array<std::string_view, stage_count> names{
    "decode", "store",   "score",     "commit",   "plan",
    "load",   "rescore", "standings", "receipts", "frames"};

double seconds(std::chrono::nanoseconds time) {
    return std::chrono::duration<double>{time}.count();
}

bool uses_database(Work stage) {
    return stage != Work::decode && stage != Work::receipts && stage != Work::frames;
}

} // namespace

const std::vector<double>& second_bounds() {
    static const std::vector<double> bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15,
                                            0.25,  0.4,    0.5,   1,    2.5,   5,    10,  60};
    return bounds;
}

std::string_view name_of(Work stage) { return names.at(static_cast<std::size_t>(stage)); }

Stages::Stages(service::Registry& registry, Clock clock) : clock_{std::move(clock)} {
    for (std::size_t i = 0; i < stage_count; ++i) {
        const service::Labels labels{{"stage", std::string{names.at(i)}}};
        seconds_.at(i) =
            &registry.histogram("lanterne_ingest_stage_seconds",
                                "How long a part of the work took.", second_bounds(), labels);
        if (uses_database(static_cast<Work>(i))) {
            database_seconds_.at(i) = &registry.histogram(
                "lanterne_ingest_database_seconds",
                "How long of a part of the work its statements took.", second_bounds(), labels);
        }
    }
}

Stages::Running::Running(Stages& stages, Work stage, const database::Connection* connection)
    : stages_{stages}, stage_{stage}, connection_{connection}, began_{stages.clock_.steady()},
      waited_before_{connection != nullptr ? connection->waited() : std::chrono::nanoseconds{0}},
      exceptions_before_{std::uncaught_exceptions()} {}

Stages::Running::~Running() {
    if (!counts_) {
        return;
    }
    const auto index = static_cast<std::size_t>(stage_);
    const SteadyTime ended = stages_.clock_.steady();
    stages_.seconds_.at(index)->observe(seconds(ended - began_));
    if (connection_ != nullptr && stages_.database_seconds_.at(index) != nullptr) {
        stages_.database_seconds_.at(index)->observe(
            seconds(connection_->waited() - waited_before_));
    }
    if (stages_.ended_) {
        stages_.ended_(stage_, began_, ended, std::uncaught_exceptions() > exceptions_before_);
    }
}

} // namespace lanterne::ingest
