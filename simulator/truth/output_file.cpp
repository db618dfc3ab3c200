#include "simulator/truth/output_file.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

namespace lanterne::simulator {

Result<OutputFile, std::string> OutputFile::create(const std::string& path) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    OutputFile made{path, file};
    if (file == nullptr) {
        return made.failure();
    }
    return made;
}

tl::unexpected<std::string> OutputFile::failure() const {
    return tl::unexpected{
        fmt::format("{}: cannot be written: {}", path_, std::generic_category().message(errno))};
}

Status<std::string> OutputFile::write(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
        return failure();
    }
    return {};
}

Status<std::string> OutputFile::flush() {
    if (std::fflush(file_.get()) != 0) {
        return failure();
    }
    return {};
}

Status<std::string> OutputFile::close() {
    if (file_ && std::fclose(file_.release()) != 0) {
        return failure();
    }
    return {};
}

Status<std::string> replace_file(const std::string& path, std::string_view bytes) {
    const std::string beside = path + ".new";
    auto file = OutputFile::create(beside);
    if (!file) {
        return tl::unexpected{file.error()};
    }
    if (auto written = file->write(bytes); !written) {
        return written;
    }
    if (auto closed = file->close(); !closed) {
        return closed;
    }
    std::error_code error;
    std::filesystem::rename(beside, path, error);
    if (error) {
        return tl::unexpected{fmt::format("{}: cannot be replaced: {}", path, error.message())};
    }
    return {};
}

} // namespace lanterne::simulator
