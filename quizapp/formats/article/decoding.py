"""Bytes as text: by their byte order mark, by the character set that they declare, or by a careful guess."""

from __future__ import annotations

import codecs
import re

from quizapp.core.sentences import Refusal, say

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
#: The names that browsers know, as Python's wider relatives read them; all other encodings must be UTF-8.
_NAMES = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "windows-1252", "cp1252"), "cp1252"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji"), "cp932"),
    **dict.fromkeys(("euc-kr", "euckr", "ks_c_5601-1987", "ksc5601", "windows-949", "cp949"), "cp949"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5"), "big5hkscs"),
    **{name: name for name in ("euc-jp", "iso-2022-jp", "koi8-r", "koi8-u")},
    **{f"iso-8859-{number}": f"iso-8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows-{number}": f"cp{number}" for number in (1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258, 874)},
    "iso-8859-9": "cp1254",
}
#: What is in every text of a language, by the encodings in which its bytes come.
_COMMON = {
    "cp932": "のにはをたがでてとしれさいる、。",
    "euc-jp": "のにはをたがでてとしれさいる、。",
    "cp949": "이다는의에을가고한를은로서지하",
    "gb18030": "的一是在不了有和人这国中，。",
    "big5hkscs": "的一是在不了有和人這國中，。",
}
#: Of all that is not ASCII, so much must be common signs before two bytes are taken for one East Asian sign.
_LEAST_COMMON = 0.1
_LOOKED_AT = 100_000
_CONTROL_BYTES = bytes((*range(9), *range(14, 27), *range(28, 32)))
#: What windows-1252 has where ISO 8859-1 has nothing; what both leave open stands for itself, as in browsers.
_WESTERN = {byte: sign for byte in range(0x80, 0xA0) if (sign := bytes((byte,)).decode("cp1252", "ignore"))}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decoded(data: bytes) -> str:
    """The text, with plain line ends. Raises `Refusal` for bytes that are no text."""
    text = _by_mark(data) or _declared(data) or _guessed(data)
    if len(_CONTROL.findall(text)) > len(text) // 200:
        raise _no_text()
    return text


def _no_text() -> Refusal:
    return Refusal(say("This file is no text that can be read. Copy the article's text and paste it instead."))


def _by_mark(data: bytes) -> str | None:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _no_text() from error


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    encoding = _NAMES.get(found[1].decode("ascii").lower()) if found else None
    return _in(data, encoding) if encoding and encoding != "cp1252" else None


def _in(data: bytes, encoding: str) -> str | None:
    if not encoding:
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> str:
    for encoding in _two_bytes_each(data):
        text = _in(data, encoding)
        if text is not None:
            return text
    if len(data) - len(data.translate(None, _CONTROL_BYTES)) > len(data) // 200:
        raise _no_text()
    return _in(data, "utf-8") or _in(data, _east_asian(data) or "") or data.decode("latin-1").translate(_WESTERN)


def _east_asian(data: bytes) -> str | None:
    sample = data[:_LOOKED_AT]
    best = max(_COMMON, key=lambda encoding: _share_of_common(sample, encoding))
    return best if _share_of_common(sample, best) >= _LEAST_COMMON else None


def _two_bytes_each(data: bytes) -> tuple[str, ...]:
    """UTF-16 without its mark: every other byte of plain letters is nothing."""
    even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
    if max(even, odd) * 5 < len(data[:2000]):
        return ()
    return ("utf-16-le",) if odd > even else ("utf-16-be",)


def _share_of_common(sample: bytes, encoding: str) -> float:
    """The sample may end within a sign, and no more than that may be wrong with it."""
    text = sample.decode(encoding, "replace")
    signs = [sign for sign in text if sign > "\x7f"]
    broken = text[:-1].count("\ufffd")
    return sum(sign in _COMMON[encoding] for sign in signs) / len(signs) if signs and not broken else 0.0
