"""Jupyter's own tests of a kernel's messages, against the installed kernel "gosnn".

What Go has no use for is None below; docs/limitations.md names it.
"""

import unittest

import jupyter_kernel_test

LIMIT = 600  # seconds that a message is waited for; the tests' own limits, of 0.1 to 15 seconds, are those of a machine that does nothing else


class KernelTest(jupyter_kernel_test.KernelTests):
    flushing = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for channel in cls.kc.shell_channel, cls.kc.iopub_channel:
            get = channel.get_msg
            channel.get_msg = lambda timeout=None, get=get: get(timeout=timeout if cls.flushing else LIMIT)

    def flush_channels(self):
        KernelTest.flushing = True  # it waits for silence
        try:
            super().flush_channels()
        finally:
            KernelTest.flushing = False

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
    completion_samples = [{"text": "%%\nfmt.Errorf", "matches": {"Errorf"}}]  # what gopls answers, and what the index does
    code_inspect_sample = "%%\nfmt.Println"

    test_pager = None  # %help is shown as display_data
    test_clear_output = None  # a display is updated in place instead


if __name__ == "__main__":
    unittest.main(verbosity=2)
