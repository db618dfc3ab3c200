#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

namespace lanterne::service {

/// A client's socket, read and written under deadlines. Whoever owns it calls look() now and then:
/// a timer for each read and write costs more than what they carry. What is called back holds the
/// owner, so that the stream lives until then. On the loop's thread.
class HttpStream {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Buffers = std::array<boost::asio::const_buffer, 2>;

    explicit HttpStream(boost::asio::ip::tcp::socket socket);

    /// Appends what comes next to `bytes`, then calls `then(got)`: false when nothing will come,
    /// because the other side has closed, the socket has failed, or the deadline was over.
    template<class Then>
    void read_some(std::string& bytes, Time deadline, Then then) {
        const std::size_t before = bytes.size();
        bytes.resize(before + read_bytes);
        deadline_ = deadline;
        socket_.async_read_some(boost::asio::buffer(bytes.data() + before, read_bytes),
                                [this, &bytes, before, then = std::move(then)](
                                    boost::system::error_code error, std::size_t got) {
                                    is_over(error);
                                    bytes.resize(before + got);
                                    then(!error && got > 0);
                                });
    }

    /// Gives the kernel what it takes at once; `buffers` are the rest. True when there is none, or
    /// nobody who would take it.
    bool write_now(Buffers& buffers);

    /// All of it, then calls `then()`: also when it failed, or the deadline was over.
    template<class Then>
    void write(const Buffers& buffers, Time deadline, Then then) {
        deadline_ = deadline;
        boost::asio::async_write(
            socket_, buffers,
            [this, then = std::move(then)](boost::system::error_code error, std::size_t) {
                is_over(error);
                then();
            });
    }

    /// Closes the socket when what is under way is late.
    void look(Time now);

    bool has_failed() const { return error_.failed(); }

    bool was_late() const { return was_late_; }

    /// The other side hears nothing more, but may still speak.
    void say_no_more();
    void close();
    /// From now on the socket is somebody else's.
    boost::asio::ip::tcp::socket release();

private:
    static constexpr std::size_t read_bytes = std::size_t{8} * 1024;

    void is_over(boost::system::error_code error) {
        error_ = error;
        deadline_ = Time::max();
    }

    boost::asio::ip::tcp::socket socket_;
    boost::system::error_code error_; ///< of what was done last
    Time deadline_ = Time::max();     ///< of what is under way
    bool was_late_ = false;
};

} // namespace lanterne::service
