"""In: the rules of a schema. Out: an XSLT 3.0 stylesheet that says what they find in a document.

What it writes: ``<f c= n=>`` for an assertion that is broken, with a ``<w>`` for its words and for
each of its diagnostics; ``<e c= n=>`` for one that cannot be evaluated, with the reason, which
is the address of a document between `BEGIN` and `END` where one is needed for it;
``<d p=>`` for the address of a document that a pattern is for. ``@c`` and ``@p`` are numbers of
assertions and patterns, ``@n`` is the way to the node.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from lxml import etree

from .rules import Check, Expression, Insert, Pattern, Rule, Rules, Variable, Words
from .syntax import XSL_NS

#: Of the functions and variables of the stylesheet itself.
OWN_NS: Final = "urn:x-tei-tools:saxon"
ERRORS_NS: Final = "http://www.w3.org/2005/xqt-errors"
MAP_NS: Final = "http://www.w3.org/2005/xpath-functions/map"
#: Between these stands the address of a document that an expression asks for.
BEGIN: Final = "\N{LEFT WHITE SQUARE BRACKET}need "
END: Final = "\N{RIGHT WHITE SQUARE BRACKET}"
#: Functions that reach beyond the document, which Saxon is not to open itself.
OPENING: Final = re.compile(
    r"(?<![\w.\-])(unparsed-text(?:-lines|-available)?|(?:uri-)?collection|json-doc|transform|"
    r"load-xquery-module|(?:available-)?environment-variables?|system-property|function-lookup|"
    r"parse-xml(?:-fragment)?|(?:doc|document|doc-available)(?=\s*#))\s*[(#]"
)
#: Functions that open documents, in place of which the stylesheet has its own.
_DOCUMENTS = re.compile(r"(?<![\w.\-])(?:fn:)?(doc|document|doc-available)(?=\s*\()")
#: Strings and comments, which are left alone; a variable.
_PIECE = re.compile(r"""('[^']*'|"[^"]*")|\(:.*?:\)|\$([\w.\-]+(?::[\w.\-]+)?)(?![\w.\-:])""", re.S)

Element = etree._Element


class Stylesheet:
    """The stylesheet for some rules.

    Attributes:
        checks: all assertions, in the order of their numbers.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.checks: list[Check] = []
        self.numbers: dict[tuple[int, int, int], int] = {}
        for p, pattern in enumerate(rules.patterns):
            for r, rule in enumerate(pattern.rules):
                for c, check in enumerate(rule.checks):
                    self.numbers[p, r, c] = len(self.checks)
                    self.checks.append(check)
        names = [variable.name for variable in rules.variables]
        #: Names that stand for several variables, which are told apart by numbers.
        self._shared = {name for name in names if names.count(name) > 1}
        self._xsl = "xsl" if rules.namespaces.get("xsl", XSL_NS) == XSL_NS else "xsl-of-tei-tools"

    def write(self, left_out: Collection[int] = ()) -> str:
        """The stylesheet, without some assertions."""
        own = {self._xsl: XSL_NS, "t-t": OWN_NS, "t-e": ERRORS_NS, "t-m": MAP_NS}
        root = etree.Element(f"{{{XSL_NS}}}stylesheet", nsmap={**self.rules.namespaces, **own})
        root.set("version", "3.0")
        root.set("exclude-result-prefixes", "#all")
        root.extend(etree.fromstring(_FUNCTIONS))
        for key in self.rules.keys:
            if opens(key.match.text) or opens(key.use.text):
                continue
            match, use = self._own(key.match.text, {}), self._own(key.use.text, {})
            root.append(_xsl("key", name=_eqname(key.name), match=match, use=use))
        for number, variable in enumerate(self.rules.variables):
            name = self._name(variable.name, number)
            root.append(self._variable(variable, name, variable.scope))
        start = _xsl("template", name=f"{self._xsl}:initial-template")
        inside = etree.SubElement(start, "r")
        for p, pattern in enumerate(self.rules.patterns):
            root.append(_xsl("mode", name=f"p{p}", on_no_match="shallow-skip"))
            inside.append(self._begin(p, pattern))
            for r, rule in enumerate(pattern.rules):
                root.append(self._template(p, r, pattern, rule, left_out))
        root.append(start)
        return etree.tostring(root, encoding="unicode")

    def _begin(self, p: int, pattern: Pattern) -> Element:
        """What begins the work for a pattern: on the document asked about, or by its addresses."""
        choose = _xsl("choose")
        if pattern.documents is not None:
            when = etree.SubElement(choose, f"{{{XSL_NS}}}when", test=f"not($t-t.pattern = {p})")
            look = _xsl("for-each", select="$t-t.main")
            address = _xsl("for-each", select=self._text(pattern.documents, pattern.scope))
            address.append(_result("d", [_xsl("value-of", select="string(.)")], p=str(p)))
            look.append(_tried([address], [_error("p", p)]))
            when.append(look)
        test = f"$t-t.pattern = ({p}, -1)"
        when = etree.SubElement(choose, f"{{{XSL_NS}}}when", test=test)
        when.append(_xsl("apply-templates", select="$t-t.subject", mode=f"p{p}"))
        return choose

    def _template(
        self, p: int, r: int, pattern: Pattern, rule: Rule, left_out: Collection[int]
    ) -> Element:
        text = rule.context.text
        match = "*[false()]" if opens(text) else self._own(text, pattern.scope)
        priority = str(len(pattern.rules) - r)
        template = _xsl("template", match=match, mode=f"p{p}", priority=priority)
        for c, check in enumerate(rule.checks):
            number = self.numbers[p, r, c]
            if number not in left_out:
                template.append(self._check(number, check, pattern, rule))
        template.append(_xsl("apply-templates", select="@*, node()", mode="#current"))
        return template

    def _check(self, number: int, check: Check, pattern: Pattern, rule: Rule) -> Element:
        inside = {variable.name for variable in rule.variables}
        scope = {name: n for name, n in pattern.scope.items() if name not in inside}
        test = self._text(check.test, scope)
        found = _xsl("if", test=f"boolean({test})" if check.is_report else f"not({test})")
        words = [self._words(each, scope) for each in (check.words, *check.diagnostics)]
        found.append(_result("f", words, c=str(number), n="{path(.)}"))
        variables = [self._variable(v, _eqname(v.name), pattern.scope) for v in rule.variables]
        return _tried([*variables, found], [_error("c", number)])

    def _words(self, words: Words, scope: Mapping[str, int]) -> Element:
        found = etree.Element("w")
        for word in words:
            if isinstance(word, str):
                text = etree.SubElement(found, f"{{{XSL_NS}}}text")
                text.text = word
            else:
                found.append(self._inserted(word, scope))
        return found

    def _inserted(self, insert: Insert, scope: Mapping[str, int]) -> Element:
        if insert.of is None:
            return _xsl("value-of", select="name()")
        instead = "'`" + insert.of.text.replace("'", "''") + "`'"
        select = self._text(insert.of, scope)
        compiled = insert.of.compiled
        if (compiled.version if compiled else self.rules.version) == "1.0":
            select = f"({select})[1]"
        tried = _xsl("try", select=select)
        again = "error($t-e:code, '', $t-e:value)"
        tried.append(_xsl("catch", select=again, errors="t-t:need"))
        tried.append(_xsl("catch", select=instead, errors="*"))
        value = _xsl("value-of", separator=" ")
        value.append(tried)
        return value

    def _variable(self, variable: Variable, name: str, scope: Mapping[str, int]) -> Element:
        if variable.value is not None:
            return _xsl("variable", name=name, select=self._text(variable.value, scope))
        found, content = _xsl("variable", name=name), etree.fromstring(variable.content)
        found.text = content.text
        found.extend(content)
        return found

    # --- expressions -----

    def _text(self, expression: Expression, scope: Mapping[str, int]) -> str:
        return self._own(expression.text, scope)

    def _own(self, text: str, scope: Mapping[str, int]) -> str:
        """An expression that opens documents by the stylesheet, with its names for variables."""
        if name := opens(text):
            return f"error((), '{name}() opens what is no document of the project')"

        def replaced(found: re.Match[str]) -> str:
            name = found[2]
            if name in scope and name in self._shared:
                return f"${self._name(name, scope[name])}"
            return found[0]

        pieces = re.split(r"""('[^']*'|"[^"]*")""", _PIECE.sub(replaced, text))
        pieces[::2] = [_DOCUMENTS.sub(r"t-t:\1", piece) for piece in pieces[::2]]
        return "".join(pieces)

    def _name(self, name: str, number: int) -> str:
        return f"{_eqname(name)}.{number}" if name in self._shared else _eqname(name)


def opens(text: str) -> str:
    """The function in an expression that reaches beyond the document; empty where there is none."""
    bare = re.sub(r"""'[^']*'|"[^"]*"|\(:.*?:\)""", " ", text, flags=re.S)
    found = OPENING.search(bare)
    return found[1] if found else ""


def texts(check: Check, rule: Rule) -> Iterable[str]:
    """All expressions that an assertion of a rule needs."""
    yield rule.context.text
    yield check.test.text
    yield from (each.value.text for each in rule.variables if each.value)
    for words in (check.words, *check.diagnostics):
        yield from (word.of.text for word in words if isinstance(word, Insert) and word.of)


def _xsl(tag: str, /, **attributes: str) -> Element:
    """An instruction of XSLT; ``_`` in the names of its attributes stands for a hyphen."""
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    return etree.Element(f"{{{XSL_NS}}}{tag}", named)


def _result(tag: str, children: Iterable[Element], **attributes: str) -> Element:
    found = etree.Element(tag, attributes)
    found.extend(children)
    return found


def _tried(inside: Iterable[Element], otherwise: Iterable[Element]) -> Element:
    tried = _xsl("try")
    tried.extend(inside)
    catch = etree.SubElement(tried, f"{{{XSL_NS}}}catch", errors="*")
    catch.extend(otherwise)
    return tried


def _error(kind: str, number: int) -> Element:
    reason = _xsl("value-of", select="$t-e:description")
    where = {kind: str(number), "n": "{path(.)}"}
    return _result("e", [reason], **where)


def _eqname(name: str) -> str:
    return f"Q{name}" if name.startswith("{") else name


#: ``doc`` and its like: documents come from a map; what is not in it is asked for by an error.
_FUNCTIONS: Final = f"""<x xmlns:xsl="{XSL_NS}" xmlns:t-t="{OWN_NS}" xmlns:t-m="{MAP_NS}">
<xsl:param name="t-t.subject"/>
<xsl:param name="t-t.main"/>
<xsl:param name="t-t.pattern"/>
<xsl:param name="t-t.documents" select="map{{}}"/>
<xsl:function name="t-t:doc"><xsl:param name="t-t.of"/><xsl:sequence select="
  for $a in $t-t.of ! string(.) return
    if (t-m:contains($t-t.documents, $a))
    then if (exists($t-t.documents($a))) then $t-t.documents($a)
      else error(QName('{OWN_NS}', 't-t:none'), 'there is no document ' || $a)
    else error(QName('{OWN_NS}', 't-t:need'), '{BEGIN}' || $a || '{END}')"/></xsl:function>
<xsl:function name="t-t:document"><xsl:param name="t-t.of"/><xsl:sequence
  select="t-t:doc($t-t.of)"/></xsl:function>
<xsl:function name="t-t:document"><xsl:param name="t-t.of"/><xsl:param name="t-t.base"/>
  <xsl:sequence select="t-t:doc($t-t.of ! resolve-uri(string(.), base-uri($t-t.base)))"/>
</xsl:function>
<xsl:function name="t-t:doc-available"><xsl:param name="t-t.of"/><xsl:sequence select="
  if (t-m:contains($t-t.documents, string($t-t.of)))
  then exists($t-t.documents(string($t-t.of)))
  else error(QName('{OWN_NS}', 't-t:need'), '{BEGIN}' || $t-t.of || '{END}')"/></xsl:function>
</x>"""
