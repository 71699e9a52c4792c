"""Gate: the gates do refuse. Each is given a small tree that breaks its rule, and one that does not."""

import pathlib
import tempfile
import unittest

import header_list
import layers
import links
import rooms


class Gates(unittest.TestCase):
    def findings(self, gate, **files):
        """The findings of a gate in a tree of the files; `__` in a keyword stands for a slash, `_dot_` for a dot."""
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for keyword, text in files.items():
                path = root / keyword.replace("__", "/").replace("_dot_", ".")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return gate.findings(root)

    def refuses(self, gate, words, **files):
        found = self.findings(gate, **files)
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])

    def accepts(self, gate, **files):
        self.assertEqual(self.findings(gate, **files), [])

    def test_a_layer_may_include_those_below_it(self):
        self.accepts(layers, src__ops__a_dot_cpp='#include <retort/op.hpp>\n#include "schema/table.hpp"\n#include <map>\n')

    def test_a_layer_may_not_include_those_above_it(self):
        self.refuses(layers, "ops may not include dialect", src__ops__a_dot_cpp='#include "dialect/dialect.hpp"\n')
        self.refuses(layers, "schema may not include ops", src__schema__a_dot_hpp="#include <retort/op.hpp>\n")

    def test_the_graph_knows_only_the_core(self):
        self.refuses(layers, "graph may not include schema", src__graph__a_dot_cpp='#include "schema/table.hpp"\n')

    def test_the_command_line_sees_public_headers_only(self):
        self.accepts(layers, src__cli__a_dot_cpp="#include <retort/migrator.hpp>\n#include <soci/soci.h>\n")
        self.refuses(layers, "cli may not include runtime", src__cli__a_dot_cpp='#include "runtime/lock.hpp"\n')

    def test_third_parties_stay_in_their_layers(self):
        self.refuses(layers, "soci/ does not belong in dialect", src__dialect__a_dot_cpp="#include <soci/soci.h>\n")
        self.refuses(layers, "nlohmann/ does not belong", src__runtime__a_dot_cpp="#include <nlohmann/json.hpp>\n")
        self.refuses(layers, "soci/ does not belong", include__retort__migrator_dot_hpp="#include <soci/soci.h>\n")
        self.refuses(layers, "standard library only", src__core__a_dot_cpp="#include <unistd.h>\n")

    def test_boost_stays_in_one_source(self):
        one = {"src__graph__a_dot_cpp": "#include <boost/a.hpp>\n#include <boost/b.hpp>\n"}
        self.accepts(layers, **one)
        self.refuses(layers, "one .cpp file only", **one, src__graph__b_dot_cpp="#include <boost/a.hpp>\n")
        self.refuses(layers, "one .cpp file only", src__graph__a_dot_hpp="#include <boost/a.hpp>\n")

    def test_an_unknown_place_is_refused(self):
        self.refuses(layers, "belongs to no layer", include__retort__surprise_dot_hpp="")
        self.refuses(layers, "not a public header", src__ops__a_dot_cpp="#include <retort/surprise.hpp>\n")

    def test_rooms_are_small_and_ascii(self):
        self.accepts(rooms, src__core__a_dot_cpp="//\n" * 500)
        self.refuses(rooms, "501 lines", src__core__a_dot_cpp="//\n" * 501)
        self.refuses(rooms, "a.cpp:2", src__core__a_dot_cpp="//\n// \u00e9\n")

    def test_the_header_list_is_the_folder(self):
        files = {"include__retort__CMakeLists_dot_txt": "# old.hpp\nset(headers a.hpp)\n"}
        self.accepts(header_list, **files, include__retort__a_dot_hpp="")
        self.refuses(header_list, "b.hpp is not listed", **files, include__retort__a_dot_hpp="", include__retort__b_dot_hpp="")
        self.refuses(header_list, "a.hpp is listed, but", **files)

    def test_pages_name_what_exists(self):
        self.accepts(links, README_dot_md="[a](https://example.org) [b](#here) `src/core/a.cpp`\n", src__core__a_dot_cpp="")
        self.refuses(links, "guide.md", README_dot_md="[guide](guide.md#start)\n")
        self.refuses(links, "examples/none", README_dot_md="see `examples/none`\n")


if __name__ == "__main__":
    unittest.main()
