#ifndef RETORT_SRC_RUNTIME_ODBC_PRODUCT_HPP
#define RETORT_SRC_RUNTIME_ODBC_PRODUCT_HPP

#include <optional>
#include <string_view>

namespace retort::runtime::odbc {

/// The databases whose drivers are known.
enum class Product : unsigned char { postgresql, mysql, sqlite };

/// The one that a driver names (SQL_DBMS_NAME, SQL_DBMS_VER); none for another.
std::optional<Product> find_product(std::string_view name, std::string_view version) noexcept;

}  // namespace retort::runtime::odbc

#endif
