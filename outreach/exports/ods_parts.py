"""The parts of an ODS package that do not depend on what the cells say."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMES = {
    "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
    "ooo": "http://openoffice.org/2004/office",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
ROOT = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items()) + ' office:version="1.3"'

MANIFEST = (
    f'{DECLARATION}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{part}.xml" manifest:media-type="text/xml"/>'
        for part in ("content", "styles", "settings", "meta")
    )
    + "</manifest:manifest>"
)
META = (
    f"{DECLARATION}<office:document-meta {ROOT}><office:meta><meta:generator>outreach</meta:generator></office:meta>"
    "</office:document-meta>"
)
# No font is named, so that each office's own Chinese font shows the names.
CELL_STYLES = (
    '<number:text-style style:name="as-text"><number:text-content/></number:text-style>'
    '<number:date-style style:name="as-date"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
    "</number:date-style>"
    '<number:time-style style:name="as-time"><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/></number:time-style>'
    '<style:style style:name="sheet" style:family="table" style:master-page-name="Default">'
    '<style:table-properties table:display="true"/></style:style>'
    '<style:style style:name="heading" style:family="table-cell" style:data-style-name="as-text">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top" fo:background-color="#e8eef2"'
    ' fo:border-bottom="0.5pt solid #5b6b75"/><style:text-properties fo:font-weight="bold"'
    ' style:font-weight-asian="bold"/></style:style>'
    + "".join(
        f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="as-{name}">'
        '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
        '<style:paragraph-properties fo:text-align="start"/></style:style>'
        for name in ("text", "date", "time")
    )
)


def settings(sheet_names: Sequence[str]) -> str:
    """The view of each sheet: its first row stays in sight."""

    def number(name: str, kind: str, value: int) -> str:
        return f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'

    frozen = (
        number("HorizontalSplitMode", "short", 0)
        + number("VerticalSplitMode", "short", 2)
        + number("VerticalSplitPosition", "int", 1)
        + number("ActiveSplitRange", "short", 2)
        + number("PositionTop", "int", 0)
        + number("PositionBottom", "int", 1)
    )
    views = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(name)}>{frozen}</config:config-item-map-entry>"
        for name in sheet_names
    )
    return (
        f"{DECLARATION}<office:document-settings {ROOT}><office:settings>"
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        '<config:config-item-map-entry><config:config-item config:name="ViewId" config:type="string">view1'
        '</config:config-item><config:config-item-map-named config:name="Tables">'
        f"{views}</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )


def styles(page_line: str) -> str:
    """A4 across and one page wide, with a grid to write into: these sheets are carried on paper.

    `page_line`: marked-up text at the head of every page; its number stands at the foot.
    """
    edge = '<style:header-footer-properties fo:min-height="0.7cm"/>'
    head = f"<style:header><text:p>{page_line}</text:p></style:header>" if page_line else ""
    return (
        f"{DECLARATION}<office:document-styles {ROOT}><office:styles>"
        '<style:style style:name="Default" style:family="table-cell"/></office:styles>'
        '<office:automatic-styles><style:page-layout style:name="across"><style:page-layout-properties'
        ' fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" fo:margin="1cm"'
        ' style:scale-to-X="1" style:scale-to-Y="0" style:print="grid charts drawings objects zero-values"/>'
        f"<style:header-style>{edge}</style:header-style><style:footer-style>{edge}</style:footer-style>"
        "</style:page-layout></office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Default" style:page-layout-name="across">'
        f"{head}<style:footer><text:p><text:page-number>1</text:page-number> / <text:page-count>1</text:page-count>"
        "</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>"
    )
