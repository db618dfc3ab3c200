#include "service/large_file.hpp"

#include <algorithm>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "service/byte_range.hpp"

namespace lanterne::service {

namespace {

class LargeFile : public StaticFile {
public:
    LargeFile(const std::string& path, const std::string& name)
        : name_{name}, handle_{::open(path.c_str(), O_RDONLY | O_CLOEXEC)} {
        struct stat about {};

        if (handle_ < 0 || ::fstat(handle_, &about) != 0) {
            const bool is_open = handle_ >= 0;
            if (is_open) {
                ::close(handle_);
            }
            throw std::runtime_error{"cannot read " + path};
        }
        size_ = static_cast<std::uint64_t>(about.st_size);
        tag_ =
            fmt::format("\"{:x}-{:x}-{:x}\"", size_, about.st_mtim.tv_sec, about.st_mtim.tv_nsec);
    }

    ~LargeFile() override { ::close(handle_); }

    LargeFile(const LargeFile&) = delete;
    LargeFile& operator=(const LargeFile&) = delete;

    HttpResponse answer(const HttpRequest& request) const override {
        const auto asked = asked_range(request, size_, tag_);
        if (!asked) {
            return not_satisfiable(size_);
        }
        if (!*asked) {
            auto response = problem(
                400, "Range required",
                fmt::format("a part of the {} bytes, as Range: bytes=0-16383, would be right",
                            size_));
            response.headers.emplace_back("Accept-Ranges", "bytes");
            return response;
        }
        const ByteRange range{(*asked)->first,
                              std::min<std::uint64_t>((*asked)->size, max_part_bytes)};
        HttpResponse response;
        response.content_type = content_type_of(name_);
        response.headers = {{"Cache-Control", std::string{cache_control_of(name_)}},
                            {"ETag", tag_},
                            {"Accept-Ranges", "bytes"}};
        response.body = read(range);
        say_range(response, range, size_);
        return response;
    }

    bool is_in_memory() const override { return false; }

private:
    std::string read(ByteRange range) const {
        std::string bytes(range.size, '\0');
        std::size_t done = 0;
        while (done < bytes.size()) {
            const auto got = ::pread(handle_, bytes.data() + done, bytes.size() - done,
                                     static_cast<off_t>(range.first + done));
            if (got <= 0) {
                throw std::runtime_error{name_ + " is shorter than it was, or cannot be read"};
            }
            done += static_cast<std::size_t>(got);
        }
        return bytes;
    }

    std::string name_;
    int handle_;
    std::uint64_t size_ = 0;
    std::string tag_;
};

} // namespace

std::shared_ptr<const StaticFile> open_large_file(const std::string& path,
                                                  const std::string& name) {
    return std::make_shared<const LargeFile>(path, name);
}

} // namespace lanterne::service
