"""Pictures: drawn anew, small and without notes; what is more or less than a picture is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from quizapp.core.sentences import Refusal
from quizapp.formats import pictures
from quizapp.formats.pictures import Prepared, picture_name, prepared


def file(picture: Image.Image, kind: str, **options: object) -> bytes:
    data = BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def photo(width: int = 80, height: int = 60) -> Image.Image:
    return Image.frombytes("RGB", (width, height), Random(1).randbytes(width * height * 3))


def drawing() -> Image.Image:
    picture = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(picture).ellipse((50, 50, 300, 200), fill="navy")
    return picture


def shown(found: Prepared) -> Image.Image:
    return Image.open(BytesIO(found.data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_the_four_kinds_of_the_web_are_taken(kind: str) -> None:
    found = prepared(file(photo(), kind))
    assert (found.width, found.height) == (80, 60) == shown(found).size
    assert found.media_type in {"image/webp", "image/png"}
    assert shown(found).get_format_mimetype() == found.media_type


def test_equal_bytes_give_equal_bytes() -> None:
    data = file(photo(), "JPEG")
    assert prepared(data) == prepared(data)


def test_a_large_photo_becomes_small() -> None:
    found = prepared(file(photo(2400, 1600), "JPEG", quality=95))
    assert max(found.width, found.height) <= pictures.LONGEST_SIDE
    assert len(found.data) <= pictures.LARGEST_RESULT
    assert found.width * 2 == found.height * 3


def test_a_drawing_keeps_its_colours_exactly() -> None:
    found = prepared(file(drawing(), "PNG"))
    assert found.media_type == "image/png"
    assert shown(found).convert("RGB").tobytes() == drawing().tobytes()


def test_it_is_turned_upright_and_its_notes_are_gone() -> None:
    notes = Image.Exif()
    notes[0x0112] = 6
    notes[0x010E] = "at home"
    notes.get_ifd(0x8825)[1] = "N"
    data = file(photo(80, 40), "JPEG", exif=notes, comment=b"secret")
    found = prepared(data)
    assert (found.width, found.height) == (40, 80)
    assert dict(shown(found).getexif()) == {}
    assert b"secret" in data
    assert not {b"secret", b"Exif", b"at home"} & {
        word for word in (b"secret", b"Exif", b"at home") if word in found.data
    }


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_way_to_store_colours_is_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.new(mode, (30, 20)) if mode in {"I;16", "P"} else photo(30, 20).convert(mode)
    assert shown(prepared(file(picture, kind))).size == (30, 20)


def test_grey_of_sixteen_bits_is_not_burnt_out() -> None:
    assert shown(prepared(file(Image.new("I;16", (30, 20), 32768), "PNG"))).convert("L").getpixel((5, 5)) in range(
        126, 131
    )


def test_what_is_clear_stays_clear() -> None:
    picture = Image.new("RGBA", (30, 20), (255, 0, 0, 0))
    assert shown(prepared(file(picture, "PNG"))).convert("RGBA").getpixel((5, 5))[3] == 0
    palette = Image.new("P", (30, 20))
    assert shown(prepared(file(palette, "GIF", transparency=0))).convert("RGBA").getpixel((5, 5))[3] == 0


def test_of_a_film_the_first_frame_is_shown() -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    for kind in ("GIF", "WEBP", "PNG"):
        data = file(frames[0], kind, save_all=True, append_images=frames[1:])
        red, _, blue = shown(prepared(data)).convert("RGB").getpixel((5, 5))
        assert (red > 200, blue < 50) == (True, True)


def with_zip() -> bytes:
    data = BytesIO(file(photo(), "JPEG"))
    data.seek(0, 2)
    with zipfile.ZipFile(data, "a") as packed:
        packed.writestr("page.html", "hello")
    return data.getvalue()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: b"", "no picture"),
        (lambda: b"hello", "no picture"),
        (lambda: b"<svg xmlns='x'><script>alert(1)</script></svg>", "SVG"),
        (lambda: b"\0\0\0\x18ftypheic" + bytes(100), "HEIC"),
        (lambda: b"\0\0\0\x18ftypavif" + bytes(100), "HEIC"),
        (lambda: b"BM" + bytes(100), "no picture"),
        (lambda: file(photo(), "TIFF"), "no picture"),
        (lambda: file(photo(), "JPEG")[:-400], "broken"),
        (lambda: file(photo(), "PNG")[:2000], "broken"),
        (lambda: file(photo(), "WEBP")[:1000], "broken"),
        (lambda: file(photo(), "GIF")[:1000], "broken"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "broken"),
        (lambda: b"GIF89a/*" + bytes(100), "broken"),
        (lambda: file(Image.new("L", (6400, 6400)), "PNG"), "40 million"),
        (lambda: file(Image.new("1", (30_000, 30_000)), "PNG"), "40 million"),
        (lambda: file(Image.new("1", (12_000, 9_000)), "PNG"), "40 million"),
        (lambda: file(photo(), "PNG") + bytes(10_000_000), "10 MB"),
        (lambda: file(photo(), "PNG") + b"<ScRipt>alert(1)</script>", "more in this file"),
        (lambda: file(photo(), "JPEG", comment=b"<?php evil(); ?>"), "more in this file"),
        (lambda: file(photo(), "GIF") + b"<html>", "more in this file"),
        (with_zip, "more in this file"),
    ],
)
def test_what_is_no_picture_is_refused(make: Callable[[], bytes], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        prepared(make())


@given(
    st.sampled_from(["PNG", "JPEG", "WEBP", "GIF"]),
    st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=8)), max_size=4),
)
def test_a_damaged_picture_is_a_picture_or_a_refusal(kind: str, damage: list[tuple[int, bytes]]) -> None:
    data = file(photo(20, 15), kind)
    for at, junk in damage:
        place = at % len(data)
        data = data[:place] + junk + data[place + len(junk) :]
    try:
        found = prepared(data)
    except Refusal:
        return
    assert shown(found).size == (found.width, found.height)


@pytest.mark.parametrize(
    ("name", "taken", "given_name"),
    [
        ("Map of the Harbour (2).PNG", [], "map-of-the-harbour-2.webp"),
        ("map.jpg", ["map.webp"], "map-2.webp"),
        ("map.jpg", ["MAP.webp", "map-2.webp"], "map-3.webp"),
        ("../../etc/passwd", [], "passwd.webp"),
        ("C:\\pictures\\Größe é.gif", [], "groe-e.webp"),
        ("地図.png", [], "picture.webp"),
        ("<script>.png", ["script.webp"], "script-2.webp"),
        (None, ["picture.webp"], "picture-2.webp"),
        ("a" * 300, [], "a" * 60 + ".webp"),
    ],
)
def test_a_name_is_safe_and_no_other_picture_has_it(name: str | None, taken: list[str], given_name: str) -> None:
    assert picture_name(name, taken) == given_name


def test_the_ending_tells_the_kind() -> None:
    assert picture_name("map.webp", [], "image/png") == "map.png"
