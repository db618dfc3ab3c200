#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lanterne::hal {

/// A file of an identity.
struct IdentityFile {
    std::string_view name;
    std::string_view content;
};

/// Where a unit keeps who it is. There are two sets of files: the current one, and one that is
/// being prepared; a power cut leaves the current one as it was or makes the prepared one current,
/// never a mixture. All throw std::runtime_error, one line, when the store cannot do it.
struct IdentityStore {
    virtual ~IdentityStore() = default;

    virtual bool has_current() const = 0;

    /// A file of the set that is being prepared; nothing when it has none of that name.
    virtual std::optional<std::string> prepared(std::string_view name) const = 0;

    /// Begins a new set; one that was being prepared is gone. Nobody but its owner can read it.
    virtual void prepare(std::span<const IdentityFile> files) = 0;

    /// Adds the files to the prepared set and makes it the current one; the former is gone.
    virtual void complete(std::span<const IdentityFile> files) = 0;
};

} // namespace lanterne::hal
