#include "live/firebird_support.hpp"
