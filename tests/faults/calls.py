"""What a process that meets faults does without the command line: quick, so that every point can be tried."""

from pathlib import Path

from build_toolkit.files.publish import Output, publish, withdraw_files
from build_toolkit.files.writing import change_text, finish, write_files


def outputs(word: str, *paths: str) -> tuple[list[Output], dict[str, object]]:
    """Return files and their manifest."""
    made = [Output(path, f"{word} {path}".encode() * 50, {"language": path[:2]}) for path in paths]
    files = {one.path: {"sha256": one.sha256, **one.about} for one in made}
    return made, {"content": word, "files": files}


def build() -> None:
    """Publish into a folder that has earlier files, edited ones and others."""
    publish(Path("build/c"), *outputs("new", "en/a.pdf", "en/b.docx", "fr/a.pdf"))


def build_in_two_steps() -> None:
    """Publish where names cannot be exchanged."""
    from build_toolkit.files import switching

    def unknown(*_paths: Path) -> None:
        raise OSError(38, "Function not implemented")

    switching.rename_exchange = unknown
    build()


def withdraw() -> None:
    """Take published files away."""
    withdraw_files(Path("build/c"), ["en/a.pdf", "es/a.pdf"], {"stories_printed": []})


def several() -> None:
    """Write some files and remove one."""
    finish(Path.cwd())
    write_files(Path.cwd(), {"a/one.po": b"new" * 99, "b/c/two.po": b"new", "gone.po": None})


def line() -> None:
    """Add a line to a list."""
    change_text(Path("list.txt"), lambda there: there if "new\n" in there else there + "new\n")
