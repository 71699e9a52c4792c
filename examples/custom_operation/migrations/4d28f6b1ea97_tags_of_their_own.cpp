#include <soci/soci.h>

#include <retort/migration.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace op = retort::op;

namespace {

using Notes = std::vector<std::pair<int, std::string>>;

Notes notes_with_tags(soci::session& sql, const std::string& query) {
  // Read whole before anything is written: the cursor must not see its own changes.
  Notes notes;
  const soci::rowset<soci::row> rows = (sql.prepare << query);
  for (const auto& row : rows) notes.emplace_back(row.get<int>(0), row.get<std::string>(1));
  return notes;
}

void split_tags(soci::session& sql) {
  for (const auto& [note, tags] : notes_with_tags(sql, "SELECT id, tags FROM notes")) {
    std::istringstream words(tags);
    for (std::string tag; words >> tag;) {
      sql << "INSERT INTO tags (note_id, tag) VALUES (:note, :tag)", soci::use(note), soci::use(tag);
    }
  }
}

void join_tags(soci::session& sql) {
  const std::string joined =
      "SELECT note_id, group_concat(tag, ' ') FROM (SELECT note_id, tag FROM tags ORDER BY rowid) GROUP BY note_id";
  for (const auto& [note, tags] : notes_with_tags(sql, joined)) {
    sql << "UPDATE notes SET tags = :tags WHERE id = :note", soci::use(tags), soci::use(note);
  }
}

}  // namespace

class TagsOfTheirOwn final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "4d28f6b1ea97", .down_revision = {"1e5a7c30b9d4"}, .message = "Tags of their own"};
  }

  // The steps run in this order, in one transaction; the derived downgrade runs the reverse of each, last one first.
  void upgrade() const override {
    op::create_table("tags", [](op::Table& t) {
      t.integer("note_id").not_null().references("notes", "id").on_delete(op::cascade);
      t.string("tag", 50).not_null();
      t.primary_key({"note_id", "tag"});
    });
    op::run(split_tags).describe("give every tag a row").reverse(join_tags).data_only();
    op::drop_column("notes", "tags");
  }
};
RETORT_MIGRATION(TagsOfTheirOwn)
