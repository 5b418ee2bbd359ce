"""Jupyter's own tests of a kernel's messages, against the installed kernel "gosnn".

What Go has no use for is None below; docs/limitations.md names it.
"""

import time
import unittest

import jupyter_kernel_test

jupyter_kernel_test.TIMEOUT = 60  # a cell is compiled before it runs


class KernelTest(jupyter_kernel_test.KernelTests):
    kernel_name = "gosnn"
    language_name = "go"
    file_extension = ".go"

    code_hello_world = '%%\nfmt.Println("hello, world")'
    code_stderr = '%%\nfmt.Fprintln(os.Stderr, "oops")'
    code_generate_error = "panic(1)"
    complete_code_samples = ["fmt.Println(1)", "%%\nx := 1\nfmt.Println(x)", "func f() {\n}", "!ls", ""]
    incomplete_code_samples = ["func f() {", "fmt.Println(", "for i := range 3 {\n\tfmt.Println(i)", "x := `abc"]
    invalid_code_samples = ["x := := 3", "func 3() {}", "fmt.Println)"]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1?+*"
    code_execute_result = [{"code": "1 + 1", "result": "2"}]
    code_display_data = [
        {
            "code": 'import "github.com/janpfeifer/gonb/gonbui"\n\n%%\ngonbui.DisplayHTML("<b>bold</b>")',
            "mime": "text/html",
        },
    ]
    completion_samples = [{"text": "%%\nfmt.Printl", "matches": {"Println", "Fprintln", "Sprintln"}}]
    code_inspect_sample = "%%\nfmt.Println"

    @classmethod
    def setUpClass(cls):
        """Lets gopls read the sources: until then it answers neither completion nor inspection."""
        super().setUpClass()
        end = time.monotonic() + 120
        while time.monotonic() < end:
            request = cls.kc.complete("%%\nfmt.Printl")
            while True:
                reply = cls.kc.get_shell_msg(timeout=60)
                if reply["parent_header"].get("msg_id") == request:
                    break
            if reply["content"]["matches"]:
                return

    test_pager = None  # %help is shown as display_data
    test_clear_output = None  # a display is updated in place instead


if __name__ == "__main__":
    unittest.main(verbosity=2)
