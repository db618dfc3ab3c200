#include "hal/linux/small_file.hpp"

#include <algorithm>
#include <charconv>

#include <fcntl.h>
#include <unistd.h>

namespace lanterne::hal::linux_system {
namespace {

class Descriptor {
public:
    Descriptor(const std::filesystem::path& file, int flags)
        : number_{::open(file.c_str(), flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)} {}

    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return number_; }

private:
    int number_;
};

} // namespace

std::optional<std::string> read_text(const std::filesystem::path& file, std::size_t limit) {
    const Descriptor open{file, O_RDONLY};
    std::string text(limit + 1, '\0');
    std::size_t size = 0;
    while (open.number() >= 0 && size < text.size()) {
        const auto got = ::read(open.number(), text.data() + size, text.size() - size);
        if (got < 0) {
            return std::nullopt;
        }
        if (got == 0) {
            text.resize(size);
            return text;
        }
        size += static_cast<std::size_t>(got);
    }
    return std::nullopt;
}

std::optional<std::string> read_line(const std::filesystem::path& file) {
    auto text = read_text(file);
    if (text) {
        text->resize(std::min(text->size(), text->find('\n')));
    }
    return text && !text->empty() ? text : std::nullopt;
}

std::optional<std::int64_t> read_number(const std::filesystem::path& file, std::int64_t least,
                                        std::int64_t most) {
    const auto line = read_line(file);
    std::int64_t number = 0;
    if (!line) {
        return std::nullopt;
    }
    const char* end = line->data() + line->size();
    const auto [rest, error] = std::from_chars(line->data(), end, number);
    const bool good = error == std::errc{} && rest == end && number >= least && number <= most;
    return good ? std::optional{number} : std::nullopt;
}

bool write_text(const std::filesystem::path& file, std::string_view text) {
    const Descriptor open{file, O_WRONLY | O_TRUNC};
    return open.number() >= 0 &&
           ::write(open.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

} // namespace lanterne::hal::linux_system
