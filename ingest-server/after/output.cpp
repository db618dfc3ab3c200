#include "ingest-server/after/output.hpp"

#include <cerrno>
#include <csignal>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace lanterne::ingest::after {

namespace {

OutputFailed failed(const std::string& what, int error) {
    return OutputFailed{what + ": " + std::generic_category().message(error)};
}

} // namespace

Output::Output(std::optional<std::filesystem::path> file) : file_{std::move(file)} {
    if (!file_) {
        std::signal(SIGPIPE, SIG_IGN);
        descriptor_ = STDOUT_FILENO;
        return;
    }
    growing_ = file_->string() + ".part";
    descriptor_ = ::open(growing_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor_ < 0) {
        throw failed("cannot make " + growing_.string(), errno);
    }
}

Output::~Output() {
    if (file_ && descriptor_ >= 0) {
        ::close(descriptor_);
        ::unlink(growing_.c_str());
    }
}

void Output::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EPIPE) {
            throw OutputFailed{"whoever read the output closed it before its end"};
        } else if (errno != EINTR) {
            throw failed(file_ ? "cannot write " + growing_.string() : "cannot write the output",
                         errno);
        }
    }
}

void Output::finish() {
    if (!file_) {
        return;
    }
    const bool is_kept = ::fsync(descriptor_) == 0;
    const int error = errno;
    ::close(std::exchange(descriptor_, -1));
    if (!is_kept || ::rename(growing_.c_str(), file_->c_str()) != 0) {
        const int reason = is_kept ? errno : error;
        ::unlink(growing_.c_str());
        throw failed("cannot write " + file_->string(), reason);
    }
}

} // namespace lanterne::ingest::after
