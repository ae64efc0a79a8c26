"""Makes a site with search of the same files that are read in the repository: `./run docs`.

Sources lie below the project's folder, so that links between the documentation and the READMEs hold in both.
"""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]

project = "build-toolkit"
author = "the build-toolkit contributors"
project_copyright = "2026, the build-toolkit contributors. Words under CC BY 4.0, code under the MIT license"
version = release = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = ["docs/**.md", "*.md", "toolkits/README.md", "toolkits/law/README.md",
                    "toolkits/coalitions/README.md", "templates/README.md", "templates/STYLE.md", "locales/README.md", "src/README.md",
                    "tests/README.md", "fonts/README.md"]
exclude_patterns = ["build", ".venv", ".*"]
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
suppress_warnings = ["misc.highlighting_failure"]      # templates are shown as they are, Jinja in Markdown

html_theme = "furo"
html_title = "build-toolkit"
html_show_sourcelink = False
html_static_path: list[str] = []
