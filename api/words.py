"""The words of the `outreach` command, in the user's language."""

from api.language import Language, translations


def translated(text: str, language: Language) -> str:
    """A Chinese sentence in the user's language; its `{…}` places are filled by whoever prints it."""
    return translations(language).gettext(text) if text else ""
