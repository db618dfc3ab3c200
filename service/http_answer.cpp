#include "service/http_answer.hpp"

#include <utility>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lanterne::service {

namespace asio = boost::asio;

AwaitedAnswer::AwaitedAnswer(asio::io_context& loop)
    : loop_{loop}, done_{loop, asio::steady_timer::time_point::max()} {}

asio::awaitable<void> AwaitedAnswer::wait() {
    if (!is_over_) {
        boost::system::error_code woken;
        co_await done_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
}

Result<HttpResponse, std::string> AwaitedAnswer::take() {
    if (!response_) {
        return tl::unexpected{std::string{"the handler gave no answer"}};
    }
    return std::move(*response_);
}

/// Shared by the copies of one HttpAnswer.
class AnswerGiver {
public:
    explicit AnswerGiver(std::shared_ptr<AwaitedAnswer> awaited) : awaited_{std::move(awaited)} {}

    ~AnswerGiver() { give(std::nullopt); }

    AnswerGiver(const AnswerGiver&) = delete;
    AnswerGiver& operator=(const AnswerGiver&) = delete;

    void give(std::optional<HttpResponse> response) {
        if (is_given_.exchange(true)) {
            return;
        }
        // At once when this is the loop's thread: an answer that was ready waits for no turn of it.
        asio::dispatch(awaited_->loop_,
                       [awaited = awaited_, response = std::move(response)]() mutable {
                           awaited->response_ = std::move(response);
                           awaited->is_over_ = true;
                           awaited->done_.cancel();
                       });
    }

private:
    std::shared_ptr<AwaitedAnswer> awaited_;
    std::atomic<bool> is_given_{false};
};

HttpAnswer answer_to(const std::shared_ptr<AwaitedAnswer>& awaited) {
    return [giver = std::make_shared<AnswerGiver>(awaited)](HttpResponse response) {
        giver->give(std::move(response));
    };
}

} // namespace lanterne::service
