"""Messages of what TEI's schemas do not have: in the words of any schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools import Finding, load_schema

MANY = " | ".join(f'"v{n}x{n * n}"' for n in range(20))
SCHEMA = f"""
start = element r {{ (\\either | both | part | least | many | data | listed | key | open)* }}
\\either = element either {{ attribute a {{ text }} | attribute b {{ text }} }}
both = element both {{
  attribute a {{ text }}, (attribute b {{ text }} | attribute c {{ text }})
}}
part = element part {{
  attribute of {{ xsd:double {{ minInclusive = "0" maxInclusive = "1" }} }}
}}
least = element least {{ attribute n {{ xsd:integer {{ minInclusive = "3" }} }} }}
many = element many {{ attribute v {{ {MANY} }} }}
data = element data {{ xsd:date }}
listed = element listed {{ list {{ xsd:integer+ }} }}
key = element key {{ attribute k {{ key.value }} }}
## a key such as k-12
key.value = xsd:token {{ pattern = "k-[0-9]{{1,3}}" }}
open = element open {{ element * - no {{ empty }} }}
"""
#: What is wrong: the message, and the cure.
CASES = {
    "<either/>": ("`either` needs the attribute `a` or `b`", ""),
    "<both/>": ("`both` needs the attribute `a`, and `b` or `c`", ""),
    '<both a="1"/>': ("`both` needs the attribute `b` or `c`", ""),
    '<either a="1" b="2"/>': (
        "`either` cannot have `b` together with `a`",
        "keep one of them",
    ),
    '<part of="2"/>': ("`part/@of` cannot be `2`", "write a number from 0 to 1"),
    '<least n="2"/>': ("`least/@n` cannot be `2`", "write a whole number, 3 or more"),
    '<many v="zzz"/>': ("`many/@v` cannot be `zzz`", ""),
    '<many v="v3x8"/>': ("`many/@v` cannot be `v3x8`", "did you mean `v3x9`?"),
    "<data/>": ("`data` is empty, where a value belongs", "write 1922-12-25"),
    "<data>25.12.1922</data>": (
        "the content of `data` cannot be “25.12.1922”",
        "did you mean `1922-12-25`?",
    ),
    "<listed>1 2 x</listed>": ("the content of `listed` cannot be “1 2 x”", "write a whole number"),
    '<key k="12"/>': ("`key/@k` cannot be `12`", "write a key such as k-12"),
    "<open><no/></open>": ("`no` is not an element of this schema", ""),
    "<open/>": ("`open` is empty: an element is missing", ""),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    file: Path = tmp_path_factory.mktemp("schema") / "other.rnc"
    file.write_text(SCHEMA)
    schema = load_schema(file)
    return {case: list(schema.validate(f"<r>{case}</r>".encode())) for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_cause_and_cure_are_told(case: str, found: dict[str, list[Finding]]) -> None:
    assert [(each.message, each.suggestion) for each in found[case]] == [CASES[case]]


def test_values_that_are_many_are_listed_apart(found: dict[str, list[Finding]]) -> None:
    assert len(found['<many v="zzz"/>'][0].expected) == 20
