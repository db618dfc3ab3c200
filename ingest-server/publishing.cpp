#include "ingest-server/publishing.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "ingest-server/plan_store.hpp"
#include "ingest-server/results_store.hpp"

namespace lanterne::ingest {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;
using scoring::Publication;
using scoring::ResultState;

constexpr std::array states{ResultState::provisional, ResultState::protest, ResultState::official,
                            ResultState::amended, ResultState::annulled};

/// The store as it is now; whoever else publishes waits until this is done.
class PublishingTransaction {
public:
    explicit PublishingTransaction(Connection& connection) : transaction_{connection} {
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        // Before the first look at a row, so that what is seen is from after the wait.
        connection.execute("LOCK TABLE race.publication IN SHARE ROW EXCLUSIVE MODE");
    }

    void commit() { transaction_.commit(); }

private:
    database::Transaction transaction_;
};

Result<ResultState, std::string> state_of(const std::string& text) {
    const auto state = scoring::parse_result_state(text);
    if (!state || std::ranges::find(states, *state) == states.end()) {
        return tl::unexpected{fmt::format(
            "--state is provisional, protest, official, amended or annulled, not '{}'", text)};
    }
    return *state;
}

bool is_word_of_people(const std::string& text, std::size_t max_bytes) {
    return !text.empty() && text.size() <= max_bytes && std::ranges::none_of(text, [](char letter) {
        return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f;
    });
}

Result<std::int32_t, std::string> find_race(Connection& connection, const Slug& slug) {
    const Rows rows = connection.execute("SELECT race_id FROM plan.race WHERE slug = $1",
                                         Parameters{}.add(slug.text()));
    if (rows.empty()) {
        return tl::unexpected{fmt::format("{}: there is no such race", slug.text())};
    }
    return rows.get<std::int32_t>(0, 0);
}

/// What makes results that nobody should put a name to.
std::string first_fault(KeptRace& race, const plan_store::Acts& given) {
    if (!given.unreadable.empty()) {
        return fmt::format("act {} cannot be read: {}", given.unreadable.front().number,
                           given.unreadable.front().what);
    }
    const auto failures = race.take_failures();
    return failures.empty()
               ? std::string{}
               : fmt::format("bib {} cannot be scored: {}",
                             race.bib_of(failures.front().entry).text(), failures.front().what);
}

struct Rebuilt {
    Publication publication;
    std::string tables; ///< JSON
};

Result<Rebuilt, std::string> rebuild(Connection& connection, std::int32_t id,
                                     const Progress& progress) {
    auto definition = plan_store::definition(connection, id);
    if (!definition) {
        return tl::unexpected{definition.error()};
    }
    KeptRace race{std::move(definition->plan), std::move(definition->entries),
                  plan_store::assignments(connection, id)};
    plan_store::Acts given = plan_store::acts_after(connection, id, 0);
    race.set_acts(given.acts);
    rescore_entries(connection, race, race.worn_entries(), scoring_threads(), progress);
    if (const std::string fault = first_fault(race, given); !fault.empty()) {
        return tl::unexpected{fault};
    }
    scoring::Race::Final results = race.final_results();
    return Rebuilt{std::move(results.publication), json_of(ranking_rows(results.tables))};
}

Result<std::string, std::string> tables_of_last(Connection& connection, std::int32_t race) {
    const Rows rows = connection.execute(
        "SELECT tables FROM race.publication WHERE race_id = $1 ORDER BY revision DESC LIMIT 1",
        Parameters{}.add(race));
    if (rows.empty()) {
        return tl::unexpected{std::string{"nothing is published that could be annulled"}};
    }
    return rows.get<std::string>(0, 0);
}

/// What is to be published; annulled is what was published before.
Result<Rebuilt, std::string> made_for(Connection& connection, std::int32_t race, ResultState state,
                                      const Progress& progress) {
    if (state != ResultState::annulled) {
        return rebuild(connection, race, progress);
    }
    return tables_of_last(connection, race).map([](std::string tables) {
        return Rebuilt{.publication = {}, .tables = std::move(tables)};
    });
}

Result<Published, std::string> write(Connection& connection, std::int32_t race,
                                     const PublishOrder& order, ResultState state,
                                     const Progress& progress) {
    const auto before = last_publication(connection, race);
    if (!before) {
        return tl::unexpected{before.error()};
    }
    if (*before && !scoring::may_follow((*before)->state, state)) { // before the work of hours
        return tl::unexpected{fmt::format("{} results do not become {}",
                                          scoring::to_text((*before)->state),
                                          scoring::to_text(state))};
    }
    auto made = made_for(connection, race, state, progress);
    if (!made) {
        return tl::unexpected{made.error()};
    }
    made->publication.state = state;
    auto next = scoring::next_publication(*before, std::move(made->publication));
    if (!next) {
        return tl::unexpected{next.error()};
    }
    const std::string body = scoring::to_text(*next);
    if (std::max(body.size(), made->tables.size()) > scoring::max_publication_bytes) {
        return tl::unexpected{fmt::format("results of more than {} bytes are not published",
                                          scoring::max_publication_bytes)};
    }
    connection.execute(
        R"(INSERT INTO race.publication (race_id, revision, state, engine, input_digest, digest,
                                         body, tables, who, why)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))",
        Parameters{}
            .add(race)
            .add(static_cast<std::int32_t>(next->revision))
            .add(scoring::to_text(next->state))
            .add(fmt::format("{}", next->engine))
            .add(next->input_digest)
            .add(next->digest)
            .add(body)
            .add(made->tables)
            .add(order.who)
            .add(order.why));
    Published published{.publication = std::move(*next), .before = {}, .differences = {}};
    if (*before) {
        published.before = (*before)->revision;
        published.differences = scoring::difference(**before, published.publication);
    }
    return published;
}

} // namespace

Result<std::optional<Publication>, std::string> last_publication(Connection& connection,
                                                                 std::int32_t race) {
    const Rows rows = connection.execute(
        R"(SELECT revision, body FROM race.publication
            WHERE race_id = $1 ORDER BY revision DESC LIMIT 1)",
        Parameters{}.add(race));
    if (rows.empty()) {
        return std::optional<Publication>{};
    }
    auto publication = scoring::parse_publication(rows.get<std::string>(0, 1));
    if (!publication) {
        return tl::unexpected{fmt::format("publication {} cannot be read: {}",
                                          rows.get<std::int32_t>(0, 0), publication.error())};
    }
    return std::optional{std::move(*publication)};
}

Result<Published, std::string> publish(Connection& connection, const PublishOrder& order,
                                       const Progress& progress) {
    const auto state = state_of(order.state);
    if (!state) {
        return tl::unexpected{state.error()};
    }
    if (!is_word_of_people(order.who, max_who_bytes)) {
        return tl::unexpected{
            fmt::format("--who names a person, in 1 to {} bytes on one line", max_who_bytes)};
    }
    if (!is_word_of_people(order.why, max_why_bytes)) {
        return tl::unexpected{
            fmt::format("--why gives the reason, in 1 to {} bytes on one line", max_why_bytes)};
    }
    PublishingTransaction transaction{connection};
    const auto race = find_race(connection, order.race);
    if (!race) {
        return tl::unexpected{race.error()};
    }
    if (const auto number = plan_store::archive_that_closed(connection, *race)) {
        return tl::unexpected{fmt::format("{}: it is archived, as number {}; reopen it first; "
                                          "nothing was published",
                                          order.race.text(), *number)};
    }
    auto published = write(connection, *race, order, *state, progress);
    if (!published) {
        return tl::unexpected{
            fmt::format("{}: {}; nothing was published", order.race.text(), published.error())};
    }
    transaction.commit();
    return published;
}

std::string to_text(const Published& published, const Slug& race) {
    const Publication& publication = published.publication;
    std::string text = fmt::format("{}: published revision {}, {}\n", race.text(),
                                   publication.revision, scoring::to_text(publication.state));
    if (published.before) {
        text += fmt::format("since revision {}: {}\n", *published.before,
                            published.differences.empty() ? "the same results" : "other results");
        for (const std::string& difference : published.differences) {
            text += difference + "\n";
        }
    }
    return text + fmt::format("digest {} by engine {}\n", publication.digest, publication.engine);
}

} // namespace lanterne::ingest
