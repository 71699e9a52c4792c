#ifndef RETORT_SRC_AUTOGENERATE_WIDENING_HPP
#define RETORT_SRC_AUTOGENERATE_WIDENING_HPP

#include <retort/type.hpp>

namespace retort::autogenerate {

/// True if every value of a type has a place in another one, so that nothing is lost when a column changes to it. False
/// where that is not known.
bool is_widening(const Type& from, const Type& to);

}  // namespace retort::autogenerate

#endif
