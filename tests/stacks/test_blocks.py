"""The code of other stacks is written in full, and Python and JavaScript can be parsed. check_stacks.py does the rest."""

import ast
import json
import re
import subprocess
import unittest

from blocks import CASES, LANGUAGES, blocks_of

# Reads {name: code} and prints a line for each module that has a syntax error.
PARSE_MODULES = """
import { readFileSync } from "node:fs";
import vm from "node:vm";
for (const [name, code] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  try { new vm.SourceTextModule(code); } catch (error) { console.log(`${name}: ${error.message}`); }
}
"""


class Blocks(unittest.TestCase):
    def test_every_case_has_all_blocks_and_slow_differs_from_fast(self):
        self.assertTrue(CASES)
        for case in CASES:
            for language in LANGUAGES:
                with self.subTest(case=case, language=language):
                    blocks = blocks_of(case, language)
                    self.assertEqual(sorted(blocks), ["fast", "slow", "test"])
                    self.assertNotEqual(blocks["slow"], blocks["fast"])

    def test_a_block_of_a_program_begins_with_its_file(self):
        ending = {"python": "py", "ruby": "rb", "php": "php", "java": "java", "javascript": "js"}
        for case in CASES:
            for language, extension in ending.items():
                for part, code in blocks_of(case, language).items():
                    with self.subTest(case=case, language=language, part=part):
                        self.assertRegex(code, rf"\A(#|//) [\w/.-]+\.{extension}\b")

    def test_python_can_be_parsed_and_imports_what_it_uses(self):
        for case in CASES:
            for part, code in blocks_of(case, "python").items():
                with self.subTest(case=case, part=part):
                    tree = ast.parse(code)
                    imported = {alias.asname or alias.name.split(".")[0] for node in ast.walk(tree)
                                if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names}
                    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
                    self.assertEqual(imported - names, set(), "imported and not used")

    def test_javascript_can_be_parsed_and_imports_what_it_uses(self):
        modules = {f"{case} {part}": code for case in CASES for part, code in blocks_of(case, "javascript").items()}
        done = subprocess.run(["node", "--experimental-vm-modules", "--no-warnings", "--input-type=module", "--eval", PARSE_MODULES],
                              input=json.dumps(modules), capture_output=True, text=True, check=False)
        self.assertEqual((done.stdout, done.stderr, done.returncode), ("", "", 0))
        for name, code in modules.items():
            for group in re.findall(r"^import \{ (.*?) \} from", code, re.MULTILINE):
                for imported in group.split(", "):
                    own = imported.split(" as ")[-1]
                    self.assertGreater(len(re.findall(rf"\b{own}\b", code)), 1, f"{name} imports {own} and does not use it")


if __name__ == "__main__":
    unittest.main()
