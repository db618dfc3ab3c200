#include "web-api/acts/act_store.hpp"

#include <fmt/format.h>

namespace lanterne::web {

using database::Connection;
using database::Parameters;
using database::Rows;
using database::Transaction;

namespace {

/// The columns of plan.act, each an array.
struct ActColumns {
    std::vector<std::int64_t> numbers;
    std::vector<UtcTime> effective;
    std::vector<std::string> bodies;

    ActColumns(std::span<const exchange::GivenAct> acts, std::int64_t first, UtcTime recorded) {
        for (const exchange::GivenAct& act : acts) {
            numbers.push_back(first++);
            effective.push_back(act.effective.value_or(recorded));
            bodies.push_back(exchange::to_text(act.body));
        }
    }
};

/// An act may undo those before it alone, so that no undoing waits for something to undo.
std::optional<ActsRefused> fault_of_undoing(std::span<const exchange::GivenAct> acts,
                                            std::int64_t first) {
    for (std::int64_t number = first; const exchange::GivenAct& act : acts) {
        const auto* undo = std::get_if<plan::Undo>(&act.body);
        if (undo != nullptr && (undo->number < 1 || undo->number >= number)) {
            return ActsRefused{
                number == 1 ? fmt::format("there is no act {} to undo, nor any other", undo->number)
                            : fmt::format("there is no act {} to undo; 1 to {} would be "
                                          "right",
                                          undo->number, number - 1)};
        }
        ++number;
    }
    return std::nullopt;
}

void insert(Connection& connection, std::int32_t race, const ActColumns& columns,
            const Giver& giver, UtcTime recorded) {
    connection.execute(
        R"(INSERT INTO plan.act (race_id, number, effective, recorded, who, why, body)
           SELECT $1, n.number, n.effective, $2, $3, $4, n.body
             FROM unnest($5::int8[], $6::timestamptz[], $7::text[]) n (number, effective, body))",
        Parameters{}
            .add(race)
            .add(recorded)
            .add(giver.who)
            .add(giver.why)
            .add_array(std::span<const std::int64_t>{columns.numbers})
            .add_array(std::span<const UtcTime>{columns.effective})
            .add_array(std::span<const std::string>{columns.bodies}));
}

} // namespace

Result<GivenNumbers, ActsRefused> give_acts(Connection& connection, std::int32_t race,
                                            const std::string& slug,
                                            std::span<const exchange::GivenAct> acts,
                                            const Giver& giver, UtcTime recorded) {
    Transaction transaction{connection};
    connection.execute("SELECT FROM plan.race WHERE race_id = $1 FOR NO KEY UPDATE",
                       Parameters{}.add(race));
    const Rows last = connection.execute(
        "SELECT coalesce(max(number), 0) FROM plan.act WHERE race_id = $1", Parameters{}.add(race));
    const std::int64_t first = last.get<std::int64_t>(0, 0) + 1;
    const GivenNumbers given{first, first + static_cast<std::int64_t>(acts.size()) - 1};
    if (given.last > static_cast<std::int64_t>(plan::max_acts)) {
        return tl::unexpected{ActsRefused{fmt::format("the race would have {} acts; at most {} "
                                                      "would be right",
                                                      given.last, plan::max_acts)}};
    }
    if (auto fault = fault_of_undoing(acts, first)) {
        return tl::unexpected{std::move(*fault)};
    }
    insert(connection, race, ActColumns{acts, first, recorded}, giver, recorded);
    connection.execute("SELECT pg_notify('plan', $1)", Parameters{}.add(slug));
    transaction.commit();
    return given;
}

std::set<std::string> cases_among(Connection& connection, std::int32_t race,
                                  const std::vector<std::string>& identities) {
    const Rows rows = connection.execute(
        "SELECT identity FROM race.race_case WHERE race_id = $1 AND identity = ANY ($2)",
        Parameters{}.add(race).add_array(std::span{identities}));
    std::set<std::string> known;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        known.insert(rows.get<std::string>(row, 0));
    }
    return known;
}

std::vector<ActRow> acts_of(Connection& connection, std::int32_t race) {
    const Rows rows = connection.execute(
        R"(SELECT number, effective, recorded, who, why, body, applied_at IS NOT NULL
             FROM plan.act WHERE race_id = $1 ORDER BY number)",
        Parameters{}.add(race));
    std::vector<ActRow> acts;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        acts.push_back({.number = rows.get<std::int64_t>(row, 0),
                        .effective = rows.get<UtcTime>(row, 1),
                        .recorded = rows.get<UtcTime>(row, 2),
                        .who = rows.get<std::string>(row, 3),
                        .why = rows.get<std::string>(row, 4),
                        .body = rows.get<std::string>(row, 5),
                        .is_applied = rows.get<bool>(row, 6)});
    }
    return acts;
}

} // namespace lanterne::web
