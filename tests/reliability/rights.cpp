// R7: read-only files and folders, and privileges taken away one at a time. The error must name what is missing, and
// when it is given back the next start must finish.

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "reliability/bench.hpp"

namespace retort::reliability {

namespace {

namespace fs = std::filesystem;

/// One thing that is missing.
struct Lack {
  std::string what;
  /// The database stands here when it is taken away.
  std::string at;
  std::string take;
  std::string give_back;
  /// Words of which each must be in the error.
  std::vector<std::string> names;
};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

/// An error of the library or of the connection that has all the words.
void expect_named(Bench& bench, const Outcome& outcome, const std::string& what,
                  const std::vector<std::string>& names) {
  bool named = outcome.refused();
  for (const auto& name : names) named = named && lower(outcome.errors).find(lower(name)) != std::string::npos;
  if (named) return;
  ++bench.figures().unclear;
  bench.figures().remark("without " + what + " the error must name it, and is: " + outcome.text());
}

int without_files(Bench& bench) {
  struct Case {
    const char* what;
    bool file;
    fs::perms mode;
    std::vector<std::string> names;
  };
  const auto read_only = fs::perms::owner_read;
  const std::vector<Case> cases = {
      {"the right to write the file", true, read_only, {"read"}},
      {"the right to write the folder", false, read_only | fs::perms::owner_exec, {"read", "folder"}},
      // This is said by SOCI, before there is a session.
      {"the right to read the file", true, fs::perms::none, {"unable to open"}},
  };
  for (const auto& each : cases) {
    const auto database = bench.place().make();
    auto start = bench.start();
    start.target = "r10";
    bench.finish(database, start);
    start = bench.start();
    start.obeys_modes = true;
    const fs::path file = database.name();
    const auto target = each.file ? file : file.parent_path();
    const auto before = fs::status(target).permissions();
    fs::permissions(target, each.mode);
    const auto outcome = bench.run(database, start);
    fs::permissions(target, before);
    expect_named(bench, outcome, each.what, each.names);
    bench.check_claims(database);
    bench.finish(database, start);
    bench.judge(database);
  }
  return static_cast<int>(cases.size());
}

/// A word of a list of parameters becomes another one.
std::string with(const std::string& parameters, const std::string& word, const std::string& value) {
  const auto begin = parameters.find(word + "=");
  if (begin == std::string::npos) return parameters + " " + word + "=" + value;
  const auto end = parameters.find(' ', begin);
  return parameters.substr(0, begin) + word + "=" + value + (end == std::string::npos ? "" : parameters.substr(end));
}

const std::vector<Lack>& postgresql_lacks() {
  const auto of = [](std::string at, const std::string& right, const std::string& table) {
    return Lack{right + " on " + table,
                std::move(at),
                "REVOKE " + right + " ON " + table + " FROM applicant",
                "GRANT " + right + " ON " + table + " TO applicant",
                {"permission denied", table}};
  };
  static const std::vector<Lack> list = {
      {"CREATE on the schema",
       "base",
       "REVOKE CREATE ON SCHEMA public FROM applicant",
       "GRANT CREATE ON SCHEMA public TO applicant",
       {"permission denied", "schema public"}},
      {"USAGE on the schema",
       "r08",
       "REVOKE USAGE ON SCHEMA public FROM applicant, PUBLIC",
       "GRANT USAGE ON SCHEMA public TO applicant, PUBLIC",
       {"schema"}},
      {"CONNECT",
       "r08",
       "REVOKE CONNECT ON DATABASE $name FROM applicant, PUBLIC",
       "GRANT CONNECT ON DATABASE $name TO PUBLIC",
       {"permission denied", "database"}},
      {"the ownership of orders",
       "r08",
       "ALTER TABLE orders OWNER TO postgres",
       "ALTER TABLE orders OWNER TO applicant",
       {"owner", "orders"}},
      of("r08", "SELECT", "retort_version"),
      of("r08", "UPDATE", "retort_version"),
      of("r08", "UPDATE", "counters"),
      of("r08", "INSERT", "ledger"),
      of("r10", "REFERENCES", "products"),
      of("r17", "INSERT", "orders"),
  };
  return list;
}

const std::vector<Lack>& mariadb_lacks() {
  static const std::vector<Lack> list = [] {
    std::vector<Lack> result;
    // Not asked for by any statement on the way up: DELETE, INDEX (ALTER is enough), REFERENCES (MariaDB does not
    // look).
    for (const auto* right : {"SELECT", "INSERT", "UPDATE", "CREATE", "ALTER", "DROP", "CREATE VIEW"}) {
      const std::string name = right;
      Lack lack{name,
                "base",
                "REVOKE " + name + " ON $name.* FROM applicant",
                "GRANT " + name + " ON $name.* TO applicant",
                {name, "denied"}};
      result.push_back(lack);
    }
    return result;
  }();
  return list;
}

const std::vector<Lack>& firebird_lacks() {
  static const std::vector<Lack> list = {
      {"CREATE TABLE",
       "base",
       "REVOKE CREATE TABLE FROM USER applicant",
       "GRANT CREATE TABLE TO USER applicant",
       {"privilege", "CREATE TABLE"}},
      {"CREATE VIEW",
       "base",
       "REVOKE CREATE VIEW FROM USER applicant",
       "GRANT CREATE VIEW TO USER applicant",
       {"privilege", "CREATE VIEW"}},
  };
  return list;
}

/// What the applicant has to begin with: everything that migrations need.
std::vector<std::string> welcome(const std::string& database) {
  if (database == "postgresql") return {"GRANT CREATE, USAGE ON SCHEMA public TO applicant"};
  if (database == "mariadb") return {"GRANT ALL ON $name.* TO applicant"};
  return {"GRANT CREATE TABLE TO USER applicant", "GRANT CREATE VIEW TO USER applicant"};
}

void make_applicant(const Place& place, const Database& database) {
  const auto session = database.open();
  if (place.database() == "postgresql") {
    *session << "CREATE ROLE applicant LOGIN";
  } else if (place.database() == "mariadb") {
    *session << "CREATE USER applicant IDENTIFIED BY 'secret-of-applicant'";
  } else {
    *session << "CREATE USER applicant PASSWORD 'secret'";
    session->commit();
  }
}

void administer(const Place& place, const Database& database, std::string sql) {
  for (auto at = sql.find("$name"); at != std::string::npos; at = sql.find("$name"))
    sql.replace(at, 5, database.name());
  const auto session = database.open();
  *session << sql;
  if (place.database() == "firebird") session->commit();
}

std::string as_applicant(const Place& place, const Database& database) {
  auto parameters = with(database.parameters(), "user", "applicant");
  if (place.database() == "mariadb") parameters = with(parameters, "password", "secret-of-applicant");
  if (place.database() == "firebird") parameters = with(parameters, "password", "secret");
  return parameters;
}

int without_privileges(Bench& bench) {
  const auto& place = bench.place();
  const auto& lacks = place.database() == "postgresql" ? postgresql_lacks()
                      : place.database() == "mariadb"  ? mariadb_lacks()
                                                       : firebird_lacks();
  bool first = true;
  for (const auto& lack : lacks) {
    const auto database = bench.place().make();
    if (first) make_applicant(place, database);
    first = false;
    for (const auto& sql : welcome(place.database())) administer(place, database, sql);
    auto start = bench.start();
    start.parameters = as_applicant(place, database);
    if (lack.at != "base") {
      start.target = lack.at;
      bench.finish(database, start);
    }
    start.target = "head";
    administer(place, database, lack.take);
    const auto outcome = bench.run(database, start);
    expect_named(bench, outcome, lack.what, lack.names);
    if (outcome.errors.find("secret") != std::string::npos) {
      ++bench.figures().unclear;
      bench.figures().remark("a password is shown: " + outcome.errors);
    }
    administer(place, database, lack.give_back);
    bench.check_claims(database);
    bench.finish(database, start);
    bench.judge(database);
  }
  return static_cast<int>(lacks.size());
}

}  // namespace

Figures take_rights_away(Place& place, const Counts& counts) {
  Bench bench(place, counts, "R7");
  if (place.database() == "sqlite") {
    bench.figures().done = thousands(without_files(bench)) + " rights to files";
  } else {
    bench.figures().done = thousands(without_privileges(bench)) + " privileges";
  }
  return bench.figures();
}

}  // namespace retort::reliability
