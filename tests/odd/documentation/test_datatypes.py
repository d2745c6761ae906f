"""What a datatype allows, in words, and as RELAX NG that jing understands as our schema."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from lxml import etree, html

from tei_tools.odd import FlatOdd, to_rng

from ...oracles import program
from .pages import fact, last_works, page, says, tei_all

RNG = "{http://relaxng.org/ns/structure/1.0}"

DATATYPES = {
    '<dataRef name="token" restriction="[a-z]+"/>': (
        "text, in which white space at the edges and repeated white space do not count, "
        "that matches the regular expression [a-z]+",
        'new.type = xsd:token { pattern = "[a-z]+" }'),
    '<dataRef key="teidata.count"/>': (
        "teidata.count, that is, a whole number, 0 or more", "new.type = teidata.count"),
    '<alternate><dataRef name="date"/><valList type="closed"><valItem ident="a"/>'
    '<valItem ident="b c"/></valList></alternate>': (
        "a date, such as 1923-03-02 or one of a or b c", 'new.type = xsd:date | ("a" | "b c")'),
    '<sequence minOccurs="1" maxOccurs="unbounded"><dataRef name="integer"/></sequence>': (
        "one or more, separated by white space: a whole number",
        "new.type = list { xsd:integer+ }"),
    '<sequence minOccurs="2" maxOccurs="3"><dataRef key="teidata.probCert"/></sequence>': (
        "2 to 3, separated by white space: teidata.probCert",
        "new.type = list { teidata.probCert, teidata.probCert, teidata.probCert? }"),
    "<textNode/>": ("any text", "new.type = text"),
    """<dataRef name="string" restriction="&quot;'a"/>""": (
        """any text, that matches the regular expression "'a""",
        '''new.type = xsd:string { pattern = """"'a""" }'''),
}  # fmt: skip

VALUES = """a,a b,a  b ,1,-1,1.5,1e3,true,unknown,2020-01-01,2020,1923-03,12:00:00,12:00,#a,en_GB,
en,http://a.example/b,http://a b,P1D,high,0.5,NaN,M,9,50%,200%,reg:stalin,a.b-c,x:y,é,*,,""".split(
    ","
)


@pytest.mark.parametrize(("content", "shown"), DATATYPES.items(), ids=list(DATATYPES))
def test_a_datatype_is_told_in_words_and_as_relax_ng(
    content: str, shown: tuple[str, str], tmp_path: Path
) -> None:
    spec = f'<dataSpec ident="new.type" module="tei"><content>{content}</content></dataSpec>'
    root = page(tmp_path, spec)
    assert (
        says(fact(root, "new.type", "Allows")),
        says(fact(root, "new.type", "RELAX NG")),
    ) == shown


def test_the_relax_ng_of_the_edition_allows_what_its_schema_allows(tmp_path: Path) -> None:
    compare(*last_works(), tmp_path)


@pytest.mark.corpora
def test_the_relax_ng_of_the_tei_allows_what_its_schema_allows(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    compare(*tei_all(tmp_path_factory.getbasetemp()), tmp_path)


def compare(flat: FlatOdd, root: html.HtmlElement, folder: Path) -> None:
    """Ask jing for its verdict on each value as each datatype, with either schema."""
    rng = etree.fromstring(to_rng(flat))
    defines = {each.get("name"): each for each in rng.iter(f"{RNG}define")}
    names = [name for name in flat.data if name in defines]
    assert len(names) > 20
    rows = "\n".join(f"<{n} v={quoteattr(value)}/>" for n in names for value in VALUES)
    (folder / "doc.xml").write_text(f"<x>\n{rows}\n</x>", encoding="utf-8")

    choices = "|".join(f"element {name} {{ attribute v {{ {name} }} }}" for name in names)
    shown = [says(fact(root, name, "RELAX NG")) for name in flat.data]
    rnc = [f"start = element x {{ ({choices})* }}", *shown]
    (folder / "shown.rnc").write_text("\n".join(rnc), encoding="utf-8")

    choices = "".join(
        f'<element name="{n}"><attribute name="v"><ref name="{n}"/></attribute></element>'
        for n in names
    )
    start = (
        f'<start xmlns="{RNG[1:-1]}" ns=""><element name="x"><zeroOrMore><choice>{choices}</choice>'
    )
    for each in rng.findall(f"{RNG}start"):
        rng.remove(each)
    rng.append(etree.fromstring(f"{start}</zeroOrMore></element></start>"))
    (folder / "ours.rng").write_bytes(etree.tostring(rng))

    wrong = [lines(folder, "-c", "shown.rnc"), lines(folder, "ours.rng")]
    assert wrong[0] == wrong[1]
    assert len(names) < len(wrong[0]) < len(names) * len(VALUES)


def lines(folder: Path, *schema: str) -> list[int]:
    """The lines of the document that jing finds wrong."""
    command = [program("jing"), *schema, "doc.xml"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = [line.split(":") for line in run.stdout.splitlines()]
    assert all(each[0].endswith("doc.xml") for each in found), run.stdout[:500]
    return [int(each[1]) for each in found]
