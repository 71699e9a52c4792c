#include "runtime/mysql/refusal.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace retort::runtime::mysql {

namespace {

struct Known {
  unsigned number;
  const char* code;
  const char* way_out = "";
};

constexpr const char* kGrant = "; grant the privilege to the user of this connection, or migrate as another user";
constexpr const char* kLost = "; see whether the server runs, and run it again";
constexpr const char* kRoom = "; make room on the server's disk (or raise its limits) and run it again";

// https://mariadb.com/kb/en/mariadb-error-code-reference/ and MySQL's Server Error Message Reference.
constexpr std::array kKnown = {
    Known{1044, "permission", kGrant},
    Known{1045, "permission", kGrant},
    Known{1142, "permission", kGrant},
    Known{1143, "permission", kGrant},
    Known{1227, "permission", kGrant},
    Known{1370, "permission", kGrant},
    Known{1410, "permission", kGrant},
    Known{1419, "permission", "; switch on log_bin_trust_function_creators, or migrate as a user with SUPER"},
    Known{1022, "constraint"},
    Known{1048, "constraint"},
    Known{1062, "constraint"},
    Known{1138, "constraint"},
    Known{1216, "constraint"},
    Known{1217, "constraint"},
    Known{1364, "constraint"},
    Known{1451, "constraint"},
    Known{1452, "constraint"},
    Known{1557, "constraint"},
    Known{1586, "constraint"},
    Known{1761, "constraint"},
    Known{1762, "constraint"},
    Known{3819, "constraint"},
    Known{4025, "constraint"},
    Known{1264, "invalid_data"},
    Known{1265, "invalid_data"},
    Known{1292, "invalid_data"},
    Known{1366, "invalid_data"},
    Known{1406, "invalid_data"},
    Known{1064, "syntax"},
    Known{1149, "syntax"},
    Known{1146, "undefined_table"},
    Known{1051, "undefined_table"},
    Known{1049, "undefined_schema"},
    Known{1054, "undefined_column"},
    Known{1091, "undefined_object"},
    Known{1007, "duplicate_object"},
    Known{1050, "duplicate_object"},
    Known{1060, "duplicate_object"},
    Known{1061, "duplicate_object"},
    Known{1359, "duplicate_object"},
    Known{1826, "duplicate_object"},
    Known{1213, "deadlock", "; run it again"},
    Known{1290, "read_only", "; the server takes no changes now: connect to the primary, or switch off read_only"},
    Known{1792, "read_only", "; the transaction is read only: see transaction_read_only"},
    Known{1836, "read_only", "; the server takes no changes now: connect to the primary, or switch off read_only"},
    Known{1021, "disk_full", kRoom},
    Known{1114, "disk_full", kRoom},
    Known{1041, "out_of_memory"},
    Known{1153, "too_large", "; raise max_allowed_packet, or insert fewer bytes at once"},
    Known{2020, "too_large", "; raise max_allowed_packet, or insert fewer bytes at once"},
    Known{1046, "no_database", "; name one in the connection's parameters (dbname=...)"},
    Known{1317, "interrupted", "; somebody ended the statement (KILL QUERY)"},
    Known{1969, "interrupted", "; raise max_statement_time"},
    Known{3024, "interrupted", "; raise max_execution_time"},
    Known{1053, "connection_lost", kLost},
    Known{1152, "connection_lost", kLost},
    Known{1158, "connection_lost", kLost},
    Known{1159, "connection_lost", kLost},
    Known{1160, "connection_lost", kLost},
    Known{1161, "connection_lost", kLost},
    Known{1927, "connection_lost", kLost},
    Known{2002, "connection_lost", kLost},
    Known{2003, "connection_lost", kLost},
    Known{2006, "connection_lost", kLost},
    Known{2013, "connection_lost", kLost},
    Known{2014, "statement_open", "; a rowset of this very session is still open: finish it before the Migrator runs"},
    Known{2055, "connection_lost", kLost},
};

/// `Duplicate entry 'a@b.c' for key 'email'`: values of rows are not for logs. Only the texts of these errors hold
/// them.
std::string without_value(const Refusal& refusal) {
  static constexpr std::array<unsigned, 8> kHold = {1062, 1264, 1265, 1292, 1366, 1406, 1586, 1761};
  auto message = refusal.message;
  if (std::find(kHold.begin(), kHold.end(), refusal.number) == kHold.end()) return message;
  const auto blot = [&](std::string_view before, std::string_view after) {
    const auto begin = message.find(before);
    if (begin == std::string::npos) return;
    const auto from = begin + before.size();
    const auto to = message.rfind(after);
    if (to != std::string::npos && to >= from) message.replace(from, to - from, "...");
  };
  blot("Duplicate entry '", "' for key");
  blot(" value: '", "' for column");
  blot("Truncated incorrect ", "");
  return message;
}

}  // namespace

bool is_locked(unsigned number) noexcept { return number == 1205 || number == 3572 || number == 1099; }
bool is_no_table(unsigned number) noexcept { return number == 1146 || number == 1049; }

void fail(const Refusal& refusal) {
  ErrorFacts facts{.code = "database_error", .backend_code = std::to_string(refusal.number)};
  if (is_locked(refusal.number)) {
    facts.code = "locked";
    throw StateError("another connection holds what is to be changed: " + refusal.message +
                         "; run it again when that one has finished, or raise lock_timeout",
                     std::move(facts));
  }
  const auto known =
      std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& each) { return each.number == refusal.number; });
  const char* way_out = "";
  if (known != kKnown.end()) {
    facts.code = known->code;
    way_out = known->way_out;
  }
  throw DatabaseError("MySQL: " + without_value(refusal) + " (SQLSTATE " + refusal.state + ")" + way_out,
                      std::move(facts));
}

}  // namespace retort::runtime::mysql
