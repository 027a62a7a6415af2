"""The page that shows what arrived, like the inbox of a phone."""

import html
from datetime import datetime
from zoneinfo import ZoneInfo

from reminders.simulator.book import Taken

MOST_SHOWN = 200
# As on the pages of the site.
ZONE = ZoneInfo("Asia/Almaty")
STYLE = """
body { margin: 0; background: #eef1f4; color: #1c2733; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.4rem; margin: 0; }
.about { color: #526070; margin: .25rem 0 1.5rem; }
article { background: #fff; border-radius: 1rem 1rem 1rem .25rem; padding: .9rem 1.1rem 1rem;
  margin: 0 0 .9rem; box-shadow: 0 1px 2px rgb(28 39 51 / 12%); }
header { display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap;
  color: #526070; font-size: .85rem; margin-bottom: .35rem; }
header b { color: #1c2733; font-variant-numeric: tabular-nums; }
p { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
"""
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Messages ({count})</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="4"><style>{style}</style></head>
<body><main><h1>Messages on the phones</h1>
<p class="about">A simulator: nothing leaves this machine. The newest stands first.</p>
{messages}</main></body></html>
"""
MESSAGE = """<article><header><b>+{phone}</b><time>{at}</time></header>
<p dir="auto">{text}</p></article>
"""
NONE_YET = '<p class="about">No message has arrived yet.</p>'


def page(delivered: list[Taken]) -> str:
    """Return the page with these messages, given the oldest first."""
    shown = "".join(_message(one) for one in reversed(delivered[-MOST_SHOWN:]))
    return PAGE.format(count=len(delivered), style=STYLE, messages=shown or NONE_YET)


def _message(message: Taken) -> str:
    at = datetime.fromtimestamp(message.at, ZONE).strftime("%d.%m.%Y %H:%M")
    return MESSAGE.format(phone=html.escape(message.phone), at=at, text=html.escape(message.text))
