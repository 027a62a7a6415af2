"""Where the site's messages go on this machine: to a simulator, unless the caller names a gateway.

Only for the demonstration, and only for its processes: commands and tests have no gateway.
"""

from collections.abc import Mapping

from migrant_health.embedded import ports, secret_files
from migrant_health.embedded.checkout import Checkout

PREFIX = "GATEWAY_"
GIVEN = ("GATEWAY_URL", "GATEWAY_URL_FILE")
# Among the site's own variables, for the simulator: the address is secret in its last part.
RECEIPTS = "GATEWAY_RECEIPTS_URL"
# The words that `migrant_health/environment.py` reads as yes.
YES = frozenset({"1", "true", "yes", "on"})
NOTE = "simulator.port"


def is_simulated(environment: Mapping[str, str]) -> bool:
    """Return whether the messages of a site with this environment go to the simulator."""
    return RECEIPTS in environment


def for_site(checkout: Checkout, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the site's processes, with a gateway that they can use."""
    given = {name: value for name, value in environment.items() if name != RECEIPTS}
    is_demonstration = given.get("DEMONSTRATION", "").lower() in YES
    if not is_demonstration or any(name in given for name in GIVEN):
        return given
    # A password for another gateway, or the file of one, has no business with this one.
    kept = {name: value for name, value in given.items() if not name.startswith(PREFIX)}
    return kept | _simulated(checkout, int(given["PORT"]))


def _simulated(checkout: Checkout, web: int) -> dict[str, str]:
    hook = secret_files.get(checkout, "gateway_hook")
    port = ports.remembered(checkout.state / NOTE, but_not=web)
    (checkout.state / NOTE).write_text(f"{port}\n", encoding="ascii")
    return {
        "GATEWAY_URL": f"http://{ports.HOST}:{port}",
        "GATEWAY_LOGIN": "demonstration",
        "GATEWAY_PASSWORD": secret_files.get(checkout, "gateway_password"),
        "GATEWAY_HOOK_SECRET": hook,
        RECEIPTS: f"http://{ports.HOST}:{web}/hooks/smsc/{hook}/",
    }
