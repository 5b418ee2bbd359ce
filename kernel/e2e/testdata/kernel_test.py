"""Jupyter's own tests of a kernel's messages, against the installed kernel "gosnn".

What GoNB leaves out of the protocol is None below; docs/limitations.md tells the reader of it.
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

    test_is_complete = None  # no answer
    test_history = None  # no answer
    test_execute_result = None  # a cell is a program, not an expression: what it shows is a stream or display_data
    test_pager = None  # %help is shown as display_data
    test_clear_output = None  # a display is updated in place instead

    def test_error(self):
        """A mistake ends in one error. The package wants no other message, but GoNB first shows the mistake's place, as HTML."""
        self.flush_channels()
        reply, messages = self.execute_helper('%%\nfmt.Println("no end"')
        self.assertEqual(reply["content"]["status"], "error")
        self.assertEqual([m["msg_type"] for m in messages], ["display_data", "error"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
