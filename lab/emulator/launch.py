"""Starts the local AWS: the pinned MiniStack with the corrections of this folder.

Takes the environment variables of MiniStack itself: GATEWAY_PORT, BIND_HOST, MINISTACK_REGION, DOCKER_HOST, …
"""

import re
import sys
from importlib import metadata
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def pinned_version() -> str:
    """The version in requirements.txt, so that it is written once."""
    return re.search(r"^ministack==(\S+)", REQUIREMENTS.read_text(), re.MULTILINE)[1]


def require_pinned_version() -> None:
    """The corrections replace functions by name, so any other version may break silently."""
    try:
        installed = metadata.version("ministack")
    except metadata.PackageNotFoundError:
        installed = "none"
    if installed != pinned_version():
        sys.exit(f"lab/emulator: ministack must be {pinned_version()} ({REQUIREMENTS}), got {installed}")


def main() -> None:
    require_pinned_version()
    import corrections  # noqa: F401  (importing it corrects the emulator)
    from ministack import app

    app.main()


if __name__ == "__main__":
    main()
