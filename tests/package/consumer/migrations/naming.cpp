#include "naming.hpp"

// No migration, but shared by them: an ordinary source in the folder.
namespace shop {

std::string products() { return "products"; }

}  // namespace shop
