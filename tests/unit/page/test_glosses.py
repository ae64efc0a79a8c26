"""English words on pages of other languages are marked as English, for voices that read aloud."""

from build_toolkit.page.glosses import aloud
from build_toolkit.page.tree import parse, to_html


def test_what_is_to_be_said_in_english_is_marked_and_its_translation_is_not() -> None:
    root = parse('<p data-aloud="">“Am I free to go?” (¿Puedo irme?) “I do not consent.” (No permito). “Gracias”.</p>'
                 "<p>“Yes.” (Sí)</p>")
    aloud(root)
    html = to_html(root)
    assert html.count('<span lang="en">') == 2 and "<p>“Yes.” (Sí)</p>" in html
    assert '<span lang="en">“Am I free to go?”</span> (¿Puedo irme?) <span lang="en">“I do not consent.”</span>' in html
