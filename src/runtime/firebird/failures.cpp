#include "runtime/firebird/failures.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <vector>

namespace retort::runtime::firebird {

namespace {

/// The codes of a status vector, the most general first.
std::vector<ISC_STATUS> codes_of(const ISC_STATUS* status) {
  std::vector<ISC_STATUS> codes;
  for (std::size_t i = 0; i < ISC_STATUS_LENGTH && status[i] != isc_arg_end;) {
    if (status[i] == isc_arg_gds && status[i + 1] != 0) codes.push_back(status[i + 1]);
    i += status[i] == isc_arg_cstring ? 3 : 2;
  }
  return codes;
}

class Codes {
 public:
  explicit Codes(const ISC_STATUS* status) : codes_(codes_of(status)) {}
  bool has(std::initializer_list<ISC_STATUS> any) const {
    return std::any_of(any.begin(), any.end(), [this](ISC_STATUS code) {
      return std::find(codes_.begin(), codes_.end(), code) != codes_.end();
    });
  }

 private:
  std::vector<ISC_STATUS> codes_;
};

/// A line without the value of a row in it.
std::string_view without_value(std::string_view line) {
  if (line.rfind("Problematic key value is", 0) == 0) return {};
  static constexpr std::string_view kConversion = "conversion error from string";
  if (line.rfind(kConversion, 0) == 0) return kConversion;
  if (const auto value = line.find(", value "); value != std::string_view::npos) return line.substr(0, value);
  return line;
}

bool is_lost(const Codes& codes) {
  return codes.has({isc_network_error, isc_net_read_err, isc_net_write_err, isc_lost_db_connection, isc_bad_db_handle,
                    isc_shutdown, isc_att_shutdown});
}

const char* word_of(const Codes& codes, std::string_view state) {
  if (codes.has({isc_no_dup, isc_unique_key_violation, isc_foreign_key, isc_foreign_key_target_doesnt_exist,
                 isc_foreign_key_references_present, isc_check_constraint, isc_not_valid})) {
    return "constraint";
  }
  if (codes.has({isc_no_priv, isc_login})) return "permission";
  if (codes.has({isc_read_only_database, isc_read_only_trans})) return "read_only";
  if (is_lost(codes)) return "connection_lost";
  if (codes.has({isc_dsql_relation_err}) || state == "42S02") return "undefined_table";
  if (codes.has({isc_dsql_field_err}) || state == "42S22") return "undefined_column";
  if (codes.has({isc_dsql_token_unk_err, isc_command_end_err, isc_command_end_err2})) return "syntax";
  if (state == "42S01" || state == "42S11") return "duplicate_object";
  if (codes.has({isc_io_error})) return "io_error";
  if (codes.has({isc_deadlock})) return "deadlock";
  return "database_error";
}

bool is_locked(const Codes& codes) {
  return codes.has({isc_lock_conflict, isc_lock_timeout, isc_obj_in_use, isc_update_conflict});
}

std::string way_out(const Codes& codes, const std::string& said) {
  if (codes.has({isc_no_dup})) {
    return "; rows that are there have the same values: make them differ first";
  }
  if (said.find("NULLs present") != std::string::npos) {
    return "; give the rows a value first, or a new column a server_default";
  }
  if (codes.has({isc_network_error, isc_net_read_err, isc_net_write_err, isc_lost_db_connection, isc_shutdown,
                 isc_att_shutdown})) {
    return "; open a new session and run it again: what was not committed is undone by the database";
  }
  if (said.find("statement is too long") != std::string::npos) {
    return "; give the value in op::run, where soci::use binds it";
  }
  if (codes.has({isc_keytoobig})) return "; index fewer or shorter columns, or make the database's pages larger";
  return {};
}

}  // namespace

bool is_connection_lost(const ISC_STATUS* status) { return is_lost(Codes(status)); }

std::string words_of(const Native& native, const ISC_STATUS* status) {
  std::string words;
  std::array<char, 1024> line{};
  const ISC_STATUS* rest = status;
  while (native.interpret(line.data(), static_cast<unsigned>(line.size()), &rest) != 0) {
    const auto said = without_value(line.data());
    if (said.empty()) continue;
    if (!words.empty()) words += ": ";
    words += said;
  }
  return words;
}

void fail(const Native& native, const ISC_STATUS* status, std::string_view sql) {
  const Codes codes(status);
  std::array<char, 6> state{};
  native.sqlstate(state.data(), status);
  const auto said = words_of(native, status);
  ErrorFacts facts{.code = "locked", .sql = std::string(sql), .backend_code = state.data()};
  if (is_locked(codes)) {
    throw StateError("Firebird: " + said +
                         "; another transaction uses it: run it again when that one has finished, or raise "
                         "lock_timeout",
                     std::move(facts));
  }
  facts.code = word_of(codes, state.data());
  throw DatabaseError("Firebird: " + said + way_out(codes, said), std::move(facts));
}

}  // namespace retort::runtime::firebird
