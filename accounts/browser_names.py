"""What a browser calls itself, made short enough for its owner to recognise it. Pure."""

# The first that is found counts: each later one's word stands in the earlier ones' names, too.
BROWSERS = (
    ("YaBrowser", "Yandex"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def short_name(user_agent: str) -> str:
    """Return a name such as "Chrome, Android"; empty where nothing in it is known."""
    found = (_first(table, user_agent) for table in (BROWSERS, DEVICES))
    return ", ".join(name for name in found if name)


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for word, name in table if word in user_agent), "")
