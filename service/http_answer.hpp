#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "core/base/result.hpp"
#include "service/http.hpp"

namespace lanterne::service {

/// The answer to one request that a handler gives when it has it, on whatever thread. Waited for on
/// the loop's thread.
class AwaitedAnswer {
public:
    explicit AwaitedAnswer(boost::asio::io_context& loop);

    /// Until there is an answer, or nobody left who could give one.
    boost::asio::awaitable<void> wait();

    /// After wait(); what went wrong when nobody answered.
    Result<HttpResponse, std::string> take();

private:
    friend class AnswerGiver;

    boost::asio::io_context& loop_;
    boost::asio::steady_timer done_;
    bool is_over_ = false; ///< on the loop's thread
    std::optional<HttpResponse> response_;
};

/// What the handler is given: it holds `awaited`, and ends the wait when its last copy goes.
HttpAnswer answer_to(const std::shared_ptr<AwaitedAnswer>& awaited);

} // namespace lanterne::service
