#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "firmware/board/toml_reader.hpp"
#include "firmware/status/fields.hpp"
#include "firmware/status/forms.hpp"
#include "firmware/status/status_text.hpp"

namespace lanterne::firmware {
namespace {

constexpr std::int64_t longest_ms = std::int64_t{1'000} * 86'400 * 366 * 100; // a hundred years

class Reader {
public:
    explicit Reader(TomlReader& toml) : toml_{toml} {}

    template<class Value>
    void operator()(std::string_view section, std::string_view name, std::optional<Value>& value) {
        value = read<Value>(section, name);
    }

    template<class Value>
    void operator()(std::string_view section, std::string_view name, Value& value) {
        auto there = read<Value>(section, name);
        if (!there) {
            toml_.refuse({section, name}, "is missing");
        }
        value = std::move(*there);
    }

private:
    template<class Value>
    std::optional<Value> read(std::string_view section, std::string_view name) {
        if constexpr (std::same_as<Value, std::string>) {
            return toml_.optional_text({section, name}, printable_text);
        } else if constexpr (std::same_as<Value, bool>) {
            return toml_.optional_flag({section, name});
        } else if constexpr (Choice<Value>) {
            return choice<Value>({section, name});
        } else if constexpr (WholeNumber<Value>) {
            using Limits = std::numeric_limits<Value>;
            return number<Value>({section, name}, std::int64_t{Limits::lowest()},
                                 static_cast<std::int64_t>(std::min<std::uint64_t>(
                                     Limits::max(), std::numeric_limits<std::int64_t>::max())));
        } else if constexpr (std::same_as<Value, Milliseconds>) {
            return number<Value>({section, fmt::format("{}_ms", name)}, 0, longest_ms);
        } else if constexpr (std::same_as<Value, UtcTime>) {
            const auto ms =
                toml_.optional_number({section, fmt::format("{}_ms", name)}, 0, to_ms(latest_time));
            return ms ? std::optional{from_ms(*ms)} : std::nullopt;
        } else {
            constexpr std::int64_t most = std::same_as<Value, Latitude> ? 90'000'000 : 180'000'000;
            const auto e6 =
                toml_.optional_number({section, fmt::format("{}_e6", name)}, -most, most);
            return e6 ? std::optional{Value{static_cast<std::int32_t>(*e6)}} : std::nullopt;
        }
    }

    template<class Value>
    std::optional<Value> number(TomlKey key, std::int64_t least, std::int64_t most) {
        const auto value = toml_.optional_number(key, least, most);
        return value ? std::optional{static_cast<Value>(*value)} : std::nullopt;
    }

    template<class Value>
    std::optional<Value> choice(TomlKey key) {
        return static_cast<Value>(toml_.choice(key, words_of<Value>));
    }

    TomlReader& toml_;
};

} // namespace

UnitStatus read_status(std::string_view text, const std::string& source) {
    if (text.size() > max_status_text_bytes) {
        throw SettingsError{
            fmt::format("{}: is over {} bytes long", source, max_status_text_bytes)};
    }
    TomlReader toml{text, source};
    UnitStatus status;
    Reader reader{toml};
    visit_fields(status, reader);
    return status;
}

} // namespace lanterne::firmware
