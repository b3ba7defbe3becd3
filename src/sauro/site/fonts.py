"""Serves the fonts out of the packages that bring them: no copy in the tree, nothing fetched."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# Address below static/fonts/ → package and file.
FONTS = {
    "BeVietnamPro-Regular.ttf": ("fontpkg_be_vietnam_pro", "BeVietnamPro-Regular.ttf"),
    "BeVietnamPro-Italic.ttf": ("fontpkg_be_vietnam_pro", "BeVietnamPro-Italic.ttf"),
    "BeVietnamPro-Medium.ttf": ("fontpkg_be_vietnam_pro", "BeVietnamPro-Medium.ttf"),
    "BeVietnamPro-SemiBold.ttf": ("fontpkg_be_vietnam_pro", "BeVietnamPro-SemiBold.ttf"),
    "NotoSerif.ttf": ("fontpkg_noto_serif", "NotoSerif[wdth,wght].ttf"),
    "NotoSerif-Italic.ttf": ("fontpkg_noto_serif", "NotoSerif-Italic[wdth,wght].ttf"),
}


def path_of(name: str) -> Path:
    """The file of the font in its package. Raises KeyError for a font that is not one of ours."""
    package, file = FONTS[name]
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the package {package} is not installed")
    return Path(spec.origin).parent / "files" / file


class _Fonts(FileSystemStorage):
    """The fonts as one folder, by the names that the style sheet uses."""

    prefix = "fonts"

    def path(self, name: str) -> str:
        return str(path_of(name))


class FontFinder(BaseFinder):
    """A finder of static files that knows fonts/*.ttf."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = _Fonts()
        super().__init__(*args, **kwargs)

    def check(self, **_kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        folder, _, name = path.replace("\\", "/").partition("/")
        found = str(path_of(name)) if folder == "fonts" and name in FONTS else None
        return found if found and not find_all else [found] if found else []

    def list(self, _ignore_patterns: Any) -> Any:
        for name in FONTS:
            yield name, self.storage
