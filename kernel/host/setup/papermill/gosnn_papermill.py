"""Parameters of notebooks in Go, for papermill: `papermill -p steps 50 in.ipynb out.ipynb`.

papermill writes a cell below the one with the tag "parameters". In Go it declares each parameter anew: `var steps = 50`. What papermill loads of
other packages is engines, so that this is one: papermill's own, which is there to have the translator registered.
"""

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators


class Engine(NBClientEngine):
    """papermill's own engine."""


class GoTranslator(Translator):
    """Go's literals of the values of JSON and YAML. A list or a dictionary has the one type of its values, else any."""

    declaration = re.compile(r"^(?:var|const)\s+(\w+)\s*([^=/]*?)\s*(?:=\s*(.+?))?\s*(?://\s*(.*))?$")

    @classmethod
    def translate_none(cls, val):
        return "any(nil)"

    @classmethod
    def translate_escaped_str(cls, str_val):
        text = json.dumps(str(str_val), ensure_ascii=False)  # whose escapes are Go's
        return re.sub(r"[\x7f-\x9f\ufeff]", lambda m: f"\\u{ord(m[0]):04x}", text)

    @classmethod
    def translate_int(cls, val):
        if not -(2**63) <= val < 2**63:
            raise ValueError(f"{val} does not fit into Go's int")
        return str(val)

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "math.NaN()"
        if math.isinf(val):
            return f"math.Inf({1 if val > 0 else -1})"
        return repr(val)

    @classmethod
    def translate_list(cls, val):
        return cls.type_of(val) + "{" + ", ".join(map(cls.translate, val)) + "}"

    @classmethod
    def translate_dict(cls, val):
        return cls.type_of(val) + "{" + ", ".join(f"{cls.translate_str(str(k))}: {cls.translate(v)}" for k, v in val.items()) + "}"

    @classmethod
    def type_of(cls, val):
        """The type that Go gives to a value's literal; any for None."""
        for python, go in (bool, "bool"), (int, "int"), (float, "float64"), (type(None), "any"):
            if isinstance(val, python):
                return go
        if not isinstance(val, (list, dict)):
            return "string"
        types = {cls.type_of(v) for v in (val.values() if isinstance(val, dict) else val)}
        if types == {"int", "float64"}:
            types = {"float64"}
        of = types.pop() if len(types) == 1 else "any"
        return ("map[string]" if isinstance(val, dict) else "[]") + of

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"var {name} = {str_val}"

    @classmethod
    def inspect(cls, parameters_cell):
        found = map(cls.declaration.match, parameters_cell["source"].splitlines())
        return [Parameter(m[1], m[2] or "None", m[3] or "", m[4] or "") for m in found if m]


papermill_translators.register("go", GoTranslator)
