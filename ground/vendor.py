"""Copy the front-end files that are used from ``node_modules`` to ``static/vendor``.

``bootstrap.min.css``   without the reference to its source map, which the manifest would look for
``fonts.css``, ``fonts/`` Noto Sans 400 and 600, Be Vietnam Pro 600: the files for Latin and Vietnamese letters only
``tinos/``               the font of documents, as wide as Times New Roman: four styles, each one TrueType file
``icons.svg``           one sprite of the icons listed in ``chibo/ui/icons.txt``: ``<use href="icons.svg#home">``
"""

import re
import shutil
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

TOP = Path(__file__).resolve().parent.parent
MODULES = TOP / "node_modules"
TARGET = TOP / "static" / "vendor"
FONTS = [("noto-sans", 400), ("noto-sans", 600), ("be-vietnam-pro", 600)]
# fontsource's own CSS would let the large latin-ext file win for đ, ơ and ư.
SUBSETS = ("vietnamese", "latin")
DOCUMENT_SUBSETS = ("latin", "latin-ext", "vietnamese", "greek", "cyrillic")
DOCUMENT_STYLES = {"400-normal": "Regular", "700-normal": "Bold", "400-italic": "Italic", "700-italic": "BoldItalic"}
ICONS = TOP / "chibo" / "ui" / "icons.txt"


def copy_bootstrap() -> None:
    """The style sheet of Bootstrap; its scripts are not used."""
    css = (MODULES / "bootstrap/dist/css/bootstrap.min.css").read_text("utf-8")
    (TARGET / "bootstrap.min.css").write_text(re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css), "utf-8")


def copy_fonts() -> None:
    """The font files and a style sheet that declares them."""
    (TARGET / "fonts").mkdir()
    faces = []
    for family, weight in FONTS:
        package = MODULES / "@fontsource" / family
        css = (package / f"{weight}.css").read_text("utf-8")
        for subset in SUBSETS:
            name = f"{family}-{subset}-{weight}-normal"
            found = re.search(rf"/\* {name} \*/\s*(@font-face \{{.*?\}})", css, re.DOTALL)
            if found is None:
                sys.exit(f"{package / f'{weight}.css'} does not declare {name}")
            shutil.copy(package / "files" / f"{name}.woff2", TARGET / "fonts")
            faces.append(re.sub(r"src: .*?;", f"src: url(fonts/{name}.woff2) format('woff2');", found[1]))
    (TARGET / "fonts.css").write_text("\n".join(faces) + "\n", "utf-8")


def merge_document_font() -> None:
    """Put the subsets of each style together; typst and Word's converters want whole fonts, not subsets of the web.

    Hinting and layout tables go: they cannot be merged, and paper needs neither.
    """
    (TARGET / "tinos").mkdir()
    files = MODULES / "@fontsource/tinos/files"
    for style, name in DOCUMENT_STYLES.items():
        with tempfile.TemporaryDirectory() as folder:
            parts = []
            for subset in DOCUMENT_SUBSETS:
                font = TTFont(files / f"tinos-{subset}-{style}.woff")
                for table in ("fpgm", "prep", "cvt ", "gasp", "GPOS", "GSUB", "GDEF", "hdmx", "VDMX", "LTSH"):
                    if table in font:
                        del font[table]
                for glyph in font["glyf"].glyphs.values():
                    glyph.expand(font["glyf"])
                    glyph.removeHinting()
                font.flavor = None
                parts.append(str(Path(folder) / f"{subset}.ttf"))
                font.save(parts[-1])
            merged = Merger().merge(parts)
        merged["head"].created = merged["head"].modified = 0
        merged.recalcTimestamp = False
        merged.save(TARGET / "tinos" / f"Tinos-{name}.ttf")


def build_sprite() -> None:
    """One file with every listed icon as a symbol.

    A name that the package does not have ends the run with its name.
    """
    symbols = []
    for name in ICONS.read_text("utf-8").split():
        source = MODULES / "@tabler/icons/icons/outline" / f"{name}.svg"
        if not source.exists():
            sys.exit(f"{ICONS}: there is no icon named {name}")
        shapes = re.findall(r"<(?!svg|/svg)[^>]+/>", source.read_text("utf-8"))
        shapes = [shape for shape in shapes if "M0 0h24v24H0z" not in shape]
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
            f' stroke-linecap="round" stroke-linejoin="round">{"".join(shapes)}</symbol>'
        )
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (TARGET / "icons.svg").write_text(sprite, "utf-8")


if __name__ == "__main__":
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    copy_bootstrap()
    copy_fonts()
    merge_document_font()
    build_sprite()
