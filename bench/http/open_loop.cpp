#include "bench/http/open_loop.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <deque>
#include <string_view>
#include <system_error>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lanterne::bench {

namespace {

using Clock = std::chrono::steady_clock;

/// What is not answered by then is an error.
constexpr std::chrono::seconds patience_after{10};

int connect_to(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the interface of sockets
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        throw std::system_error{errno, std::generic_category(), "connect"};
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return socket;
}

/// How many bytes the answer at the front has; 0: not all of its head is there.
std::size_t length_of_answer(std::string_view bytes) {
    const auto head = bytes.find("\r\n\r\n");
    if (head == std::string_view::npos) {
        return 0;
    }
    constexpr std::string_view field = "Content-Length: ";
    const auto at = bytes.find(field);
    std::size_t length = 0;
    if (at < head) {
        std::from_chars(bytes.data() + at + field.size(), bytes.data() + head, length);
    }
    return head + 4 + length;
}

struct Client {
    int socket = -1;
    std::string received;
    Clock::time_point due;
};

class Loop {
public:
    explicit Loop(const OpenLoop& plan) : plan_{plan}, clients_(plan.connections) {
        poll_ = ::epoll_create1(EPOLL_CLOEXEC);
        for (Client& client : clients_) {
            open(client);
        }
        for (const std::string& path : plan.paths) {
            requests_.push_back(fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n", path));
        }
    }

    ~Loop() {
        for (const Client& client : clients_) {
            ::close(client.socket);
        }
        ::close(poll_);
    }

    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    OpenLoopResult run() {
        const auto begin = Clock::now();
        const auto total =
            static_cast<std::size_t>(plan_.per_second * static_cast<double>(plan_.length.count()));
        const std::chrono::duration<double> between{1 / plan_.per_second};
        const auto end = begin + plan_.length + patience_after;
        std::size_t asked = 0;
        while ((asked < total || idle_.size() < clients_.size() || !waiting_.empty()) &&
               Clock::now() < end) {
            for (; asked < total; ++asked) {
                const auto due = begin + std::chrono::duration_cast<Clock::duration>(
                                             between * static_cast<double>(asked));
                if (due > Clock::now()) {
                    break;
                }
                waiting_.push_back({due, asked % requests_.size()});
            }
            send_waiting();
            receive();
        }
        result_.errors += total - asked + waiting_.size() + clients_.size() - idle_.size();
        std::ranges::sort(result_.delays_ms);
        return std::move(result_);
    }

private:
    struct Waiting {
        Clock::time_point due;
        std::size_t request;
    };

    void open(Client& client) {
        client.socket = connect_to(plan_.port);
        client.received.clear();
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &client;
        ::epoll_ctl(poll_, EPOLL_CTL_ADD, client.socket, &event);
        idle_.push_back(&client);
    }

    void send_waiting() {
        while (!waiting_.empty() && !idle_.empty()) {
            // Each in turn: one that lay at the bottom of a pile for half a minute would be closed.
            Client& client = *idle_.front();
            idle_.pop_front();
            client.due = waiting_.front().due;
            const std::string& request = requests_[waiting_.front().request];
            waiting_.pop_front();
            ::send(client.socket, request.data(), request.size(), MSG_NOSIGNAL);
        }
    }

    void receive() {
        std::array<epoll_event, 64> events{};
        // A millisecond is coarse beside ten thousand requests a second: while some are due soon it
        // looks again at once.
        const int count = ::epoll_wait(poll_, events.data(), events.size(), 0);
        for (int n = 0; n < count; ++n) {
            take(*static_cast<Client*>(events[static_cast<std::size_t>(n)].data.ptr));
        }
    }

    void note_error(const std::string& what) {
        if (++result_.errors == 1) {
            result_.first_error = what;
        }
    }

    void take(Client& client) {
        std::array<char, 65'536> bytes{};
        const auto got = ::recv(client.socket, bytes.data(), bytes.size(), 0);
        if (got <= 0) {
            note_error("lost");
            ::close(client.socket);
            std::erase(idle_, &client);
            open(client);
            return;
        }
        client.received.append(bytes.data(), static_cast<std::size_t>(got));
        const std::size_t length = length_of_answer(client.received);
        if (length == 0 || client.received.size() < length) {
            return;
        }
        if (client.received.starts_with("HTTP/1.1 200 ")) {
            const std::chrono::duration<double, std::milli> delay = Clock::now() - client.due;
            result_.delays_ms.push_back(delay.count());
        } else {
            note_error(client.received.substr(0, client.received.find('\r')));
        }
        client.received.erase(0, length);
        idle_.push_back(&client);
    }

    const OpenLoop& plan_;
    int poll_ = -1;
    std::vector<Client> clients_;
    std::deque<Client*> idle_;
    std::vector<std::string> requests_;
    std::deque<Waiting> waiting_;
    OpenLoopResult result_;
};

} // namespace

OpenLoopResult run_open_loop(const OpenLoop& plan) { return Loop{plan}.run(); }

} // namespace lanterne::bench
