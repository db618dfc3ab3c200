#pragma once

#include <memory>

#include "database/connection.hpp"

struct pg_result; // libpq's PGresult; its header stays in the sources

namespace lanterne::database {

struct ClearResult {
    void operator()(pg_result* result) const noexcept;
};

using ResultHandle = std::unique_ptr<pg_result, ClearResult>;

struct Rows::Data {
    ResultHandle result;
};

} // namespace lanterne::database
