"""The .po files: one a language, kept in the order of the messages."""

from collections.abc import Mapping
from pathlib import Path

import polib
from django.conf import settings

from migrant_health.catalogues.message import Message

# CLDR's plural rules. Tajik has one form only; Kazakh, Kyrgyz and Uzbek two.
PLURAL_FORMS = {
    "kk": "nplurals=2; plural=(n != 1);",
    "ky": "nplurals=2; plural=(n != 1);",
    "uz": "nplurals=2; plural=(n != 1);",
    "tg": "nplurals=1; plural=0;",
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
    ),
}
LANGUAGES = tuple(PLURAL_FORMS)


def path_of(language: str, root: Path | None = None) -> Path:
    """Return where a language's catalogue lies."""
    return (root or settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"


def forms_of(language: str) -> int:
    """Return how many plural forms a language has."""
    return int(PLURAL_FORMS[language].split(";")[0].split("=")[1])


def read(language: str, root: Path | None = None) -> dict[Message, polib.POEntry]:
    """Return a catalogue's entries by message; none where there is no file yet."""
    path = path_of(language, root)
    if not path.exists():
        return {}
    return {
        Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or ""): entry
        for entry in polib.pofile(str(path), wrapwidth=98)
        if not entry.obsolete
    }


def write(language: str, messages: Mapping[Message, list[str]], root: Path | None = None) -> None:
    """Write the catalogue anew: known translations kept, gone ones dropped, new ones empty."""
    known = read(language, root)
    catalogue = polib.POFile(wrapwidth=98)
    catalogue.metadata = {
        "Project-Id-Version": "Migrant Health",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for message in sorted(messages):
        catalogue.append(_entry(message, messages[message], known.get(message), language))
    path = path_of(language, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def _entry(
    message: Message, places: list[str], known: polib.POEntry | None, language: str
) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.singular,
        msgctxt=message.context or None,
        occurrences=[(place, "") for place in places],
        flags=["python-format"] if "%(" in message.singular else [],
    )
    if message.plural:
        entry.msgid_plural = message.plural
        before = known.msgstr_plural if known else {}
        entry.msgstr_plural = {n: before.get(n, "") for n in range(forms_of(language))}
    else:
        entry.msgstr = known.msgstr if known else ""
    return entry
