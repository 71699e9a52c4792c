#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/snapshot.hpp>

#include <memory>
#include <string>
#include <utility>

#include "schema/metadata.hpp"

namespace retort {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

MetaData shop() {
  MetaData model;
  model.table("artist", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 120).not_null().unique();
  });
  model.table("album", [](op::Table& t) {
    t.integer("id").primary_key();
    t.numeric("price", 10, 2);
    t.integer("artist_id").not_null().references("artist", "id");
    t.integer("follows").references("album", "id");
  });
  model.table("cover", [](op::Table& t) {
    t.integer("album_id").primary_key().references("album");
    t.integer("printer").references("printers", "id");
  });
  model.view("loud", "SELECT 1");
  return model;
}

MetaData hostile() {
  MetaData model;
  model.table("a<b> & \"c\" \\ %x", [](op::Table& t) {
    t.integer("id").primary_key();
    t.native("y", "TYPE \"<of>\"");
    t.text("z");
    t.integer("\xc3\xbc").references("a-b", "x");
  });
  model.table("title", [](op::Table& t) { t.integer("1st").references("TITLE"); });
  model.table("a-b", [](op::Table& t) { t.integer("x").primary_key(); });
  model.table("a b", [](op::Table& t) { t.integer("x").primary_key(); });
  // Databases have names that no model may give.
  auto schema = model.data();
  auto& columns = schema.tables.at({{}, "a<b> & \"c\" \\ %x"}).columns;
  columns[1].name.clear();
  columns[2].name = "line\nbreak \xff";
  return MetaData(std::make_unique<schema::MetaData>(std::move(schema)));
}

}  // namespace

TEST(Diagram, DrawsTablesAndKeysForGraphviz) {
  const auto dot = draw(shop(), DiagramFormat::dot);
  EXPECT_THAT(dot, HasSubstr("<b>artist</b>"));
  EXPECT_THAT(dot, HasSubstr("<b><u>id</u></b>"));
  EXPECT_THAT(dot, HasSubstr(">numeric(10, 2)<"));
  EXPECT_THAT(dot, HasSubstr(">UK<"));
  // album is t0, artist t1, cover t2; printers is in nobody's description.
  EXPECT_THAT(dot, HasSubstr("  t0:l2:w -> t1:r0:e [arrowtail=crowodot, arrowhead=teetee];\n"));
  EXPECT_THAT(dot, HasSubstr("  t0 -> t0 [arrowtail=crowodot, arrowhead=teeodot, label=<follows>];\n"));
  EXPECT_THAT(dot, HasSubstr("  t2:l0:w -> t0:r0:e [arrowtail=teeodot, arrowhead=teetee];\n"));
  EXPECT_THAT(dot, HasSubstr("  t2:l1:w -> t3 [arrowtail=crowodot, arrowhead=teeodot];\n"));
  EXPECT_THAT(dot, HasSubstr("<i>not described here</i>"));
  EXPECT_THAT(dot, HasSubstr("<b>loud</b>"));
}

TEST(Diagram, DrawsTablesAndKeysForMermaid) {
  EXPECT_EQ(draw(shop(), DiagramFormat::mermaid), R"(erDiagram
  album {
    integer id PK
    numeric(10_2) price
    integer artist_id FK
    integer follows FK
  }
  artist {
    integer id PK
    string(120) name UK
  }
  cover {
    integer album_id PK, FK
    integer printer FK
  }
  printers
  loud {
    view query
  }
  artist ||--o{ album : "artist_id"
  album |o--o{ album : "follows"
  album ||--o| cover : "album_id"
  printers |o--o{ cover : "printer"
)");
}

TEST(Diagram, EscapesHostileNamesForGraphviz) {
  const auto dot = draw(hostile(), DiagramFormat::dot);
  EXPECT_THAT(dot, HasSubstr("<b>a&lt;b&gt; &amp; &quot;c&quot; \\ %x</b>"));
  EXPECT_THAT(dot, HasSubstr(">&#160;<"));
  EXPECT_THAT(dot, HasSubstr("line?break ?"));
  EXPECT_THAT(dot, HasSubstr("TYPE &quot;&lt;of&gt;&quot;"));
  EXPECT_THAT(dot, HasSubstr("\xc3\xbc"));
}

TEST(Diagram, KeepsAwayFromWordsOfMermaid) {
  MetaData model;
  model.table("Many", [](op::Table& t) {
    t.integer("pk").primary_key();
    t.native("uk", "FK");
  });
  EXPECT_EQ(draw(model, DiagramFormat::mermaid),
            "erDiagram\n  Many_[\"Many\"] {\n    integer pk_ PK \"pk\"\n    FK_ uk_ \"uk\"\n  }\n");
}

TEST(Diagram, EscapesHostileNamesForMermaid) {
  const auto text = draw(hostile(), DiagramFormat::mermaid);
  EXPECT_THAT(text, HasSubstr("  a_b_c_x[\"a#lt;b#gt; & #quot;c#quot; #92; #37;x\"] {\n"));
  EXPECT_THAT(text, HasSubstr("    TYPE_of_ x \" \"\n"));
  EXPECT_THAT(text, HasSubstr("    text line_break_ \"line?break ?\"\n"));
  EXPECT_THAT(text, HasSubstr("    integer x_ FK \"\xc3\xbc\"\n"));
  // Two names that are one when they are simplified, and a word of Mermaid's own.
  EXPECT_THAT(text, HasSubstr("  a_b[\"a b\"] {\n"));
  EXPECT_THAT(text, HasSubstr("  a_b_2[\"a-b\"] {\n"));
  EXPECT_THAT(text, HasSubstr("  title_[\"title\"] {\n"));
  EXPECT_THAT(text, HasSubstr("    integer x1st FK \"1st\"\n"));
  EXPECT_THAT(text, HasSubstr("  a_b_2 |o--o{ a_b_c_x : \"\xc3\xbc\"\n"));
  EXPECT_THAT(text, Not(HasSubstr("\xff")));
}

}  // namespace retort
