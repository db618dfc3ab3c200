#include "service/http_stream.hpp"

#include <algorithm>

namespace lanterne::service {

namespace asio = boost::asio;

HttpStream::HttpStream(asio::ip::tcp::socket socket) : socket_{std::move(socket)} {
    socket_.non_blocking(true, error_);
}

bool HttpStream::write_now(Buffers& buffers) {
    std::size_t sent = socket_.write_some(buffers, error_);
    if (error_ == asio::error::would_block) {
        error_.clear();
    }
    for (asio::const_buffer& buffer : buffers) {
        const std::size_t of_this = std::min(sent, buffer.size());
        buffer += of_this;
        sent -= of_this;
    }
    return error_.failed() || asio::buffer_size(buffers) == 0;
}

void HttpStream::look(Time now) {
    if (now >= deadline_) {
        was_late_ = true;
        close();
    }
}

void HttpStream::say_no_more() {
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

void HttpStream::close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
}

asio::ip::tcp::socket HttpStream::release() { return std::move(socket_); }

} // namespace lanterne::service
