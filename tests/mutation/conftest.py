"""How many mutants there were, and which lived, net by net: printed at the end of a run."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

SAMPLE = 9
Mutant = tuple[str, Callable[[], bool]]


class Tally:
    """Kills mutants and remembers which could not be killed."""

    def __init__(self, node: pytest.Item, *, everything: bool) -> None:
        self.node, self.everything = node, everything

    def kill(
        self, net: str, mutants: Iterable[Mutant], allowed: frozenset[str] = frozenset()
    ) -> None:
        """Let each mutant live for a moment; fail where one lived that nobody gave a reason for."""
        total, survived = 0, set()
        for name, is_noticed in self._chosen(mutants):
            total += 1
            if not is_noticed():
                survived.add(name)
        unexplained = sorted(survived - allowed)
        self.node.user_properties.append(
            ("mutants", (net, total, len(survived & allowed), unexplained))
        )
        assert unexplained == []
        if self.everything:
            assert sorted(allowed - survived) == []

    def _chosen(self, mutants: Iterable[Mutant]) -> Iterator[Mutant]:
        """Yield all of them, or every ninth."""
        for place, mutant in enumerate(mutants):
            if self.everything or place % SAMPLE == 0:
                yield mutant


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Where mutants are counted: all with --all, a sample without."""
    return Tally(request.node, everything=request.config.getoption("--all"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the counts of each net."""
    nets: dict[str, list[Any]] = defaultdict(lambda: [0, 0, []])
    for word in ("passed", "failed"):
        for report in terminalreporter.stats.get(word, []):
            for name, found in report.user_properties:
                if name == "mutants":
                    net, total, explained, survived = found
                    nets[net][0] += total
                    nets[net][1] += explained
                    nets[net][2] += survived
    if not nets:
        return
    terminalreporter.write_sep("-", "rules broken in turn")
    terminalreporter.write_line(
        f"{'net':<42}{'mutants':>8}{'killed':>8}{'said twice':>12}{'alive':>7}"
    )
    for net, (total, explained, survived) in sorted(nets.items()):
        killed = total - explained - len(survived)
        terminalreporter.write_line(
            f"{net:<42}{total:>8}{killed:>8}{explained:>12}{len(survived):>7}"
        )
        for name in survived:
            terminalreporter.write_line(f"    alive: {name}")
