#ifndef SHOP_NAMING_HPP
#define SHOP_NAMING_HPP

#include <string>

namespace shop {

std::string products();

}  // namespace shop

#endif
