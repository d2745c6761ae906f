"""In: a text and its language. Out: its sentences, by the sentencex package of Wikimedia.

The package is an extra: abbreviations and ordinals of some hundred languages are no small matter.
"""

from __future__ import annotations

from tei_tools.model.finding import TeiToolsError


def sentences(text: str, language: str) -> list[str]:
    """The sentences of a text, without the spaces between them.

    Args:
        text: one line.
        language: its language (BCP 47); English where it is empty.

    Raises:
        TeiToolsError: the package is not installed.
    """
    try:
        from sentencex import segment
    except ImportError:
        raise TeiToolsError(
            "--one-line-per sentence needs the sentencex package: "
            "pip install 'tei-tools[sentences]'"
        ) from None
    found = (sentence.strip(" ") for sentence in segment(language.split("-")[0] or "en", text))
    return [sentence for sentence in found if sentence]
