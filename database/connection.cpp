#include "database/connection.hpp"

#include <array>
#include <cerrno>
#include <unordered_map>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include "database/rows.hpp"

namespace lanterne::database {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Deadline = SteadyClock::time_point;

struct CloseConnection {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
};

/// libpq breaks its messages into lines, indented by tabs.
std::string one_line(std::string_view message) {
    std::string text;
    for (const char c : message) {
        const bool space = c == '\n' || c == '\t' || c == ' ';
        if (!space) {
            text += c;
        } else if (!text.empty() && text.back() != ' ') {
            text += ' ';
        }
    }
    if (text.ends_with(' ')) {
        text.pop_back();
    }
    return text;
}

/// A server that vanishes without a word is noticed within about 20 s. `conninfo` may say
/// otherwise.
PGconn* connect(const std::string& conninfo) {
    constexpr std::array keywords{"connect_timeout",
                                  "keepalives_idle",
                                  "keepalives_interval",
                                  "keepalives_count",
                                  "tcp_user_timeout",
                                  "application_name",
                                  "dbname",
                                  static_cast<const char*>(nullptr)};
    const std::array values{"5",
                            "10",
                            "5",
                            "2",
                            "20000",
                            "lanterne",
                            conninfo.c_str(),
                            static_cast<const char*>(nullptr)};
    constexpr int expand_dbname = 1;
    return PQconnectdbParams(keywords.data(), values.data(), expand_dbname);
}

/// Classes 08 (connection exception) and 57P (shutdown, crash, not ready yet, silent too long) of
/// SQLSTATE, and 25P03 (silent too long within a transaction).
bool tells_of_a_lost_server(std::string_view sqlstate) {
    return sqlstate.starts_with("08") || sqlstate.starts_with("57P") || sqlstate == "25P03";
}

/// Who may end a wait.
using GiveUp = std::function<bool()>;

/// False when the time is over, or it is given up. A signal does not end the wait.
bool wait_for(int socket, short events, Deadline deadline, const GiveUp& gives_up) {
    const std::int64_t longest_ms = gives_up ? 100 : 60'000;
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now());
        if (left.count() <= 0 || (gives_up && gives_up())) {
            return false;
        }
        pollfd wait{socket, events, 0};
        const int ready =
            poll(&wait, 1, static_cast<int>(std::min<std::int64_t>(left.count(), longest_ms)));
        if (ready > 0) {
            return true;
        }
        if (ready < 0 && errno != EINTR) {
            return false;
        }
    }
}

/// Adds to a sum the time until it goes.
class AddTime {
public:
    explicit AddTime(std::chrono::nanoseconds& sum) : sum_{sum} {}

    ~AddTime() { sum_ += SteadyClock::now() - began_; }

    AddTime(const AddTime&) = delete;
    AddTime& operator=(const AddTime&) = delete;

private:
    std::chrono::nanoseconds& sum_;
    SteadyClock::time_point began_ = SteadyClock::now();
};

/// The same text may be used with parameters of other types: it is another statement then.
std::string statement_key(std::string_view sql, const Parameters& parameters) {
    std::string key{sql};
    for (const Parameters::Item& item : parameters.items()) {
        key += fmt::format("\n{}", item.type_oid);
    }
    return key;
}

} // namespace

struct Connection::State {
    std::unique_ptr<PGconn, CloseConnection> connection;
    std::unordered_map<std::string, std::string> prepared; ///< statement and its types -> name
    std::uint64_t names = 0;
    std::chrono::milliseconds answer_limit{};
    std::chrono::nanoseconds waited{0};
    GiveUp gives_up;
    std::string lost; ///< why there is no connection any more

    PGconn* get() const {
        if (!connection) {
            throw ConnectionLost{lost};
        }
        return connection.get();
    }

    [[noreturn]] void lose(std::string why) {
        lost = std::move(why);
        connection.reset();
        throw ConnectionLost{lost};
    }

    void sent(int result);
    void flush(Deadline deadline);
    ResultHandle next_result(Deadline deadline);
    ResultHandle answer(Deadline deadline);
    void check(const PGresult* result);
    const std::string& prepare(std::string_view sql, const Parameters& parameters,
                               Deadline deadline);
    void forget_prepared(Deadline deadline);
};

void Connection::State::sent(int result) {
    if (result != 1) {
        lose(one_line(PQerrorMessage(get())));
    }
}

void Connection::State::flush(Deadline deadline) {
    int left = 0;
    while ((left = PQflush(get())) == 1) {
        // The server may be waiting for us to read before it reads on.
        if (!wait_for(PQsocket(get()), POLLIN | POLLOUT, deadline, gives_up)) {
            lose("the database did not take the statement in time");
        }
        if (PQconsumeInput(get()) != 1) {
            lose(one_line(PQerrorMessage(get())));
        }
    }
    if (left < 0) {
        lose(one_line(PQerrorMessage(get())));
    }
}

/// Empty when the statement has no more of them.
ResultHandle Connection::State::next_result(Deadline deadline) {
    while (PQisBusy(get()) == 1) {
        if (!wait_for(PQsocket(get()), POLLIN, deadline, gives_up)) {
            lose("the database did not answer in time");
        }
        if (PQconsumeInput(get()) != 1) {
            lose(one_line(PQerrorMessage(get())));
        }
    }
    return ResultHandle{PQgetResult(get())};
}

/// The last result of what was sent. The first error is thrown once the server has said all.
ResultHandle Connection::State::answer(Deadline deadline) {
    const AddTime measured{waited};
    flush(deadline);
    ResultHandle answer;
    while (ResultHandle result = next_result(deadline)) {
        const ExecStatusType status = PQresultStatus(result.get());
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            connection.reset();
            lost = "closed after a COPY statement";
            throw std::logic_error{"COPY is not spoken here"};
        }
        if (!answer || PQresultStatus(answer.get()) != PGRES_FATAL_ERROR) {
            answer = std::move(result);
        }
    }
    if (!answer) {
        lose("the database gave no answer");
    }
    check(answer.get());
    return answer;
}

void Connection::State::check(const PGresult* result) {
    if (PQresultStatus(result) != PGRES_FATAL_ERROR) {
        return;
    }
    const std::string message = one_line(PQresultErrorMessage(result));
    const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const std::string sqlstate = field != nullptr ? field : "";
    if (PQstatus(get()) == CONNECTION_BAD || sqlstate.empty() || tells_of_a_lost_server(sqlstate)) {
        lose(message);
    }
    throw StatementFailed{message, sqlstate};
}

void Connection::State::forget_prepared(Deadline deadline) {
    sent(PQsendQuery(get(), "DEALLOCATE ALL"));
    answer(deadline);
    prepared.clear();
}

const std::string& Connection::State::prepare(std::string_view sql, const Parameters& parameters,
                                              Deadline deadline) {
    std::string key = statement_key(sql, parameters);
    if (const auto known = prepared.find(key); known != prepared.end()) {
        return known->second;
    }
    if (prepared.size() >= prepared_limit) {
        forget_prepared(deadline);
    }
    std::vector<Oid> types;
    for (const Parameters::Item& item : parameters.items()) {
        types.push_back(item.type_oid);
    }
    const std::string name = fmt::format("s{}", names++);
    sent(PQsendPrepare(get(), name.c_str(), std::string{sql}.c_str(),
                       static_cast<int>(types.size()), types.data()));
    answer(deadline);
    return prepared.emplace(std::move(key), name).first->second;
}

Connection::Connection(const std::string& conninfo, std::chrono::milliseconds answer_limit)
    : state_{std::make_unique<State>()} {
    state_->answer_limit = answer_limit;
    state_->connection.reset(connect(conninfo));
    PGconn* connection = state_->connection.get();
    if (connection == nullptr || PQstatus(connection) != CONNECTION_OK) {
        state_->lose(one_line(PQerrorMessage(connection)));
    }
    // Notices would go to stderr as bare text, between the JSON lines of the log.
    PQsetNoticeProcessor(
        connection, [](void*, const char*) {}, nullptr);
    PQsetnonblocking(connection, 1);
}

Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Rows Connection::execute(std::string_view sql, const Parameters& parameters) {
    const Deadline deadline = SteadyClock::now() + state_->answer_limit;
    const std::string& name = state_->prepare(sql, parameters, deadline);
    std::vector<const char*> values;
    std::vector<int> lengths;
    for (const Parameters::Item& item : parameters.items()) {
        // An empty value still needs an address: a null one means NULL.
        values.push_back(!item.bytes ? nullptr : item.bytes->empty() ? "" : item.bytes->data());
        lengths.push_back(item.bytes ? static_cast<int>(item.bytes->size()) : 0);
    }
    const std::vector<int> formats(values.size(), 1);
    constexpr int binary_result = 1;
    state_->sent(PQsendQueryPrepared(state_->get(), name.c_str(), static_cast<int>(values.size()),
                                     values.data(), lengths.data(), formats.data(), binary_result));
    return Rows{std::make_shared<Rows::Data>(Rows::Data{state_->answer(deadline)})};
}

void Connection::run_script(const std::string& sql) {
    state_->sent(PQsendQuery(state_->get(), sql.c_str()));
    state_->answer(SteadyClock::now() + script_limit);
}

std::vector<Connection::Notification> Connection::notifications(std::chrono::milliseconds timeout) {
    std::vector<Notification> arrived;
    const auto take = [&] {
        if (PQconsumeInput(state_->get()) != 1) {
            state_->lose(one_line(PQerrorMessage(state_->get())));
        }
        while (PGnotify* one = PQnotifies(state_->get())) {
            arrived.push_back({one->relname, one->extra});
            PQfreemem(one);
        }
    };
    take();
    if (arrived.empty()) {
        pollfd wait{PQsocket(state_->get()), POLLIN, 0};
        poll(&wait, 1, static_cast<int>(timeout.count()));
        take();
    }
    return arrived;
}

std::chrono::nanoseconds Connection::waited() const { return state_->waited; }

void Connection::give_up_when(std::function<bool()> is_wished) {
    state_->gives_up = std::move(is_wished);
}

int Connection::socket() const {
    return state_->connection ? PQsocket(state_->connection.get()) : -1;
}

Transaction::Transaction(Connection& connection) : connection_{connection} {
    if (PQtransactionStatus(connection.state_->get()) != PQTRANS_IDLE) {
        throw std::logic_error{"a transaction within a transaction"};
    }
    connection_.execute("BEGIN");
}

Transaction::~Transaction() {
    if (!open_) {
        return;
    }
    try {
        connection_.execute("ROLLBACK");
    } catch (const std::exception&) {
        // The connection is lost, and the server rolls back by itself.
    }
}

void Transaction::commit() {
    open_ = false;
    Connection::State& state = *connection_.state_;
    const Deadline deadline = SteadyClock::now() + state.answer_limit;
    state.sent(PQsendQuery(state.get(), "COMMIT"));
    const ResultHandle result = state.answer(deadline);
    if (std::string_view{PQcmdStatus(result.get())} != "COMMIT") {
        throw StatementFailed{"rolled back: a statement before this COMMIT had failed", "25P02"};
    }
}

} // namespace lanterne::database
