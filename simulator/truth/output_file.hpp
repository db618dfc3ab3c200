#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace lanterne::simulator {

/// A file that is written from its begin to its end; every failure is said with its name.
class OutputFile {
public:
    /// Makes it, or empties it.
    static Result<OutputFile, std::string> create(const std::string& path);

    Status<std::string> write(std::string_view bytes);
    /// Gives what was written to the system: it is there when this program is killed.
    Status<std::string> flush();
    /// Nothing may be written any more. The second time: nothing.
    Status<std::string> close();

private:
    struct Close {
        void operator()(std::FILE* file) const noexcept { (void)std::fclose(file); }
    };

    OutputFile(std::string path, std::FILE* file) : path_{std::move(path)}, file_{file} {}

    tl::unexpected<std::string> failure() const;

    std::string path_;
    std::unique_ptr<std::FILE, Close> file_;
};

/// The file has the bytes, or is as it was: written beside it, then renamed.
Status<std::string> replace_file(const std::string& path, std::string_view bytes);

} // namespace lanterne::simulator
