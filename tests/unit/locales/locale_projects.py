"""Makes small project folders for the tests of locales."""

from pathlib import Path

from build_toolkit.files.roots import Roots, packaged

HEAD = 'msgid ""\nmsgstr ""\n"Language: {tag}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def entry(english: str, text: str = "", context: str = "", flags: str = "") -> str:
    """Return one message of a PO file."""
    return "".join([f"#, {flags}\n" if flags else "", f'msgctxt "{context}"\n' if context else "",
                    f'msgid "{english}"\nmsgstr "{text}"\n'])


def project(folder: Path, files: dict[str, str]) -> Roots:
    """Return the roots of a folder with these files and the packaged list of languages."""
    registry = (packaged() / "locales/registry.yaml").read_text(encoding="utf-8")
    for name, text in {"locales/registry.yaml": registry, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Roots((folder.resolve(),))


def po(tag: str, *entries: str, domain: str = "documents") -> dict[str, str]:
    """Return a PO file by path."""
    return {f"locales/{tag}/LC_MESSAGES/{domain}.po": "\n".join([HEAD.replace("{tag}", tag), *entries])}


def pot(*entries: str, domain: str = "documents") -> dict[str, str]:
    """Return a template by path."""
    return {f"locales/pot/{domain}.pot": "\n".join([HEAD.replace("{tag}", ""), *entries])}
