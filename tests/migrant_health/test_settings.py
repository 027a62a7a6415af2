"""What the settings refuse before anything is served."""

import os
import subprocess
import sys

import pytest

from tests.migrant_health.small_site import PROJECT

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "migrant_health.settings",
    "DEMONSTRATION": "0",
    "DEBUG": "0",
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "migrant-health.example",
}


def start_of(**more: str) -> subprocess.CompletedProcess[str]:
    """Read the settings as a process of a real installation does."""
    return subprocess.run(
        [sys.executable, "-c", "import migrant_health.settings"],
        cwd=PROJECT,
        env=os.environ | PRODUCTION | more,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("address", ["http://smsc.kz", "smsc.kz", "ftp://smsc.kz"])
def test_phones_and_texts_never_leave_in_the_clear(address: str) -> None:
    refused = start_of(GATEWAY_URL=address)
    assert refused.returncode == 1
    assert "GATEWAY_URL must begin with https://" in refused.stderr


@pytest.mark.parametrize("address", ["", "https://smsc.kz"])
def test_a_gateway_over_tls_or_none_is_well(address: str) -> None:
    started = start_of(GATEWAY_URL=address)
    assert started.returncode == 0, started.stderr
