"""What is wrong with a catalogue: missing, left over, or with other placeholders than the source."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import polib

from migrant_health.catalogues import files
from migrant_health.catalogues.message import Message

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")


def faults_in(
    language: str, messages: Mapping[Message, list[str]], root: Path | None = None
) -> Iterator[str]:
    """Yield one line for every fault of a language's catalogue."""
    known = files.read(language, root)
    for message in sorted(messages):
        if message not in known:
            yield f"{language}: not in the catalogue: {message.singular!r}"
        else:
            yield from _entry_faults(language, message, known[message])
    for message in sorted(known.keys() - messages.keys()):
        yield f"{language}: no longer said anywhere: {message.singular!r}"


def _entry_faults(language: str, message: Message, entry: polib.POEntry) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
    if entry.fuzzy or not all(texts) or (message.plural and len(texts) != files.forms_of(language)):
        yield f"{language}: not translated: {message.singular!r}"
        return
    wanted = set(PLACEHOLDER.findall(message.plural or message.singular))
    for text in texts:
        found = set(PLACEHOLDER.findall(text))
        # "one day" may leave the number out; nothing may be added or misspelt.
        if found - wanted or (wanted - found and not message.plural):
            yield f"{language}: other placeholders than the source: {message.singular!r}"
