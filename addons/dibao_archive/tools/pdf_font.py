# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Chinese fonts inside a PDF: the glyphs that are used, nothing for the others.

The engine keeps the place of each glyph that it leaves out. Of a Chinese face that is
some sixty thousand empty places, ten times what the page itself needs; a CID-keyed font
can name the glyphs it has instead (ISO 32000-1, 9.7.4.2).
"""

import io
import logging
from contextlib import contextmanager
from contextvars import ContextVar

from fontTools.ttLib import TTFont

# Each reports its every step as information of the server.
for _name in ("weasyprint", "weasyprint.progress", "fontTools"):
    logging.getLogger(_name).setLevel(logging.ERROR)

try:
    from weasyprint.pdf import fonts
    from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
    from weasyprint.text.fonts import get_hb_object_data
except OSError:  # Pango is missing on this machine: nothing is drawn at all
    fonts = None

#: Tables that no page needs whose glyphs are laid out already.
UNUSED = (
    *(b"BASE", b"DSIG", b"GPOS", b"GSUB", b"JSTF", b"VORG", b"cmap", b"vhea"),
    b"vmtx",
)
#: What the engine does not ask of HarfBuzz: where each glyph went.
PLAN = """
    typedef ... hb_subset_plan_t;
    typedef ... hb_map_t;
    hb_subset_plan_t * hb_subset_plan_create_or_fail(
        hb_face_t *face, const hb_subset_input_t *input);
    hb_face_t * hb_subset_plan_execute_or_fail(hb_subset_plan_t *plan);
    hb_map_t * hb_subset_plan_old_to_new_glyph_mapping(const hb_subset_plan_t *plan);
    hb_codepoint_t hb_map_get(const hb_map_t *map, hb_codepoint_t key);
    void hb_subset_plan_destroy(hb_subset_plan_t *plan);
"""

#: The engine is everybody's in this process: pages of others stay as they are.
_OURS = ContextVar("ours", default=False)


@contextmanager
def small_fonts():
    """Pages written within hold no empty places; their finisher is `embed_bare`."""
    token = _OURS.set(True)
    try:
        yield
    finally:
        _OURS.reset(token)


def make_small():
    """Teach the engine to reduce CID-keyed fonts to the glyphs that are called."""
    if fonts is None or not harfbuzz_subset:
        return
    ffi.cdef(PLAN, override=True)
    whole = fonts.Font._harfbuzz_subset

    def subset(font, to_unicode, hinting):
        small = None
        if _OURS.get() and not font.missing:
            small = _subset(font.hb_face, to_unicode, hinting)
        if small:
            font.file_content = small
        else:
            whole(font, to_unicode, hinting)

    fonts.Font._harfbuzz_subset = subset


def embed_bare(_document, pdf):
    """Embed the reduced fonts as bare CFF: of those alone readers go by the CID.

    A ``finisher`` of WeasyPrint.
    """
    for one in pdf.objects:
        if getattr(one, "extra", {}).get("Subtype") != "/OpenType":
            continue
        [content] = one.stream
        if isinstance(content, _Reduced):
            one.stream = [content.bare]
            one.extra["Subtype"] = "/CIDFontType0C"


class _Reduced(bytes):
    """File of a reduced font, which knows the table that is embedded of it."""

    bare = b""


def _subset(face, used, hinting):
    """The file of a font with only these glyphs, or None where that cannot be.

    :param face: HarfBuzz's face of the whole font
    :param used: numbers of the glyphs, by which the page calls them
    """
    if b"CFF " not in _tables(face):
        return None
    wanted = sorted({0, *used})
    order = harfbuzz_subset.hb_subset_input_create_or_fail()
    order = ffi.gc(order, harfbuzz_subset.hb_subset_input_destroy)
    _add(harfbuzz_subset.hb_subset_input_glyph_set(order), wanted)
    dropped = harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG
    _add(
        harfbuzz_subset.hb_subset_input_set(order, dropped),
        sorted(harfbuzz.hb_tag_from_string(name, -1) for name in UNUSED),
    )
    flags = harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
    if not hinting:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    harfbuzz_subset.hb_subset_input_set_flags(order, flags)
    plan = harfbuzz_subset.hb_subset_plan_create_or_fail(face, order)
    plan = ffi.gc(plan, harfbuzz_subset.hb_subset_plan_destroy)
    made = harfbuzz_subset.hb_subset_plan_execute_or_fail(plan)
    if made == ffi.NULL:
        return None
    content = get_hb_object_data(ffi.gc(made, harfbuzz.hb_face_destroy))
    moved = harfbuzz_subset.hb_subset_plan_old_to_new_glyph_mapping(plan)
    called = {harfbuzz_subset.hb_map_get(moved, place): place for place in wanted}
    return content and _called_by_place(content, called)


def _called_by_place(content, called):
    """Call each glyph by its place in the whole font: so the page calls it.

    :param dict called: {place in the reduced font: place in the whole one}
    """
    font = TTFont(io.BytesIO(content), lazy=False)
    top = font["CFF "].cff.topDictIndex[0]
    if not hasattr(top, "ROS"):
        return None
    # Variants of a called glyph come along; nobody calls them.
    free = (one for one in range(1, 1 << 16) if one not in called.values())
    names = [
        f"cid{called[at] if at in called else next(free):05d}"
        for at in range(len(top.charset))
    ]
    names[0] = ".notdef"
    new = dict(zip(top.charset, names, strict=True))
    strings = top.CharStrings
    strings.charStrings = {new[name]: at for name, at in strings.charStrings.items()}
    top.charset = names
    font.setGlyphOrder(names)
    small = _Reduced(content)
    small.bare = font["CFF "].compile(font)
    return small


def _tables(face):
    count = ffi.new("unsigned int *", 100)
    tags = ffi.new("hb_tag_t[100]")
    harfbuzz.hb_face_get_table_tags(face, 0, count, tags)
    return {int(tags[at]).to_bytes(4, "big") for at in range(count[0])}


def _add(group, numbers):
    array = ffi.new(f"hb_codepoint_t[{len(numbers)}]", numbers)
    harfbuzz.hb_set_add_sorted_array(group, array, len(numbers))
