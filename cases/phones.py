"""Phone numbers of the four countries, read as people write them."""

import phonenumbers

COUNTRIES = ("KZ", "KG", "TJ", "UZ")
FEWEST_DIGITS = 7


def clean_phone(text: str) -> str | None:
    """Return the number in international form (+77010001122), or None if it is not one.

    Without a country code it is read as Kazakh first, then Kyrgyz, Tajik, Uzbek.
    """
    if sum(char.isdigit() for char in text) < FEWEST_DIGITS:
        return None
    for country in COUNTRIES:
        try:
            number = phonenumbers.parse(text, country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def spaced(phone: str) -> str:
    """Return the number as one reads it aloud, in groups."""
    number = phonenumbers.parse(phone, None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
