"""How many mutants there were, and which lived, net by net: printed at the end of a run."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pytest

from accounts.acting import Acting
from tests import database
from tests.cast import Cast
from tests.mutation.stage import everybody
from tests.mutation.worlds import AS_IT_IS, World, living_in

SAMPLE = 9
# What is broken, in words, and whether that is noticed now.
Mutant = tuple[str, Callable[[], bool]]
# What nobody misses, with the reason.
Equal = Mapping[str, str]


class Tally:
    """Kills mutants and remembers which could not be killed."""

    def __init__(self, node: pytest.Item, *, everything: bool) -> None:
        self.node, self.everything = node, everything

    def kill(self, net: str, mutants: Iterable[Mutant]) -> None:
        """Let each mutant live for a moment; fail where one lived."""
        assert self.hunt(net, mutants, (World(AS_IT_IS, lambda: None),), lambda: True) == []

    def hunt(
        self,
        net: str,
        mutants: Iterable[Mutant],
        worlds: Iterable[World],
        settle: Callable[[], bool],
        equal: Equal | None = None,
    ) -> list[str]:
        """Look for each mutant in one world after the other, until it is noticed.

        `settle` looks at the world before anything is broken, and says whether the two rules agree
        there; where the product never makes it, they need not. Returns
        which lived though nobody gave a reason, and which have a reason though they died.
        """
        reasons = equal or {}
        chosen = dict(self._chosen(_each_by_its_name(mutants)))
        known = {name for name in chosen if name in reasons}
        alive = chosen if self.everything else {n: chosen[n] for n in chosen if n not in known}
        for world in worlds:
            if not alive:
                break
            alive = _survivors(alive, world, settle)
        unexplained = sorted(alive.keys() - known)
        self.node.user_properties.append(("mutants", (net, len(chosen), len(known), unexplained)))
        stale = sorted(reasons.keys() - alive.keys()) if self.everything else []
        return [*unexplained, *(f"is noticed or gone: {name}" for name in stale)]

    def _chosen(self, mutants: Iterable[Mutant]) -> Iterator[Mutant]:
        """Yield all of them, or every ninth."""
        for place, mutant in enumerate(mutants):
            if self.everything or place % SAMPLE == 0:
                yield mutant


def _each_by_its_name(mutants: Iterable[Mutant]) -> Iterator[Mutant]:
    """Yield the mutants; where a rule says the same twice, the second has a number."""
    times: dict[str, int] = defaultdict(int)
    for name, is_noticed in mutants:
        times[name] += 1
        yield (f"{name} ({times[name]})" if times[name] > 1 else name), is_noticed


def _survivors(
    alive: Mapping[str, Callable[[], bool]], world: World, settle: Callable[[], bool]
) -> dict[str, Callable[[], bool]]:
    with living_in(world):
        agree = settle()
        assert agree or world.name != AS_IT_IS, "the two rules differ already"
        return {name: is_noticed for name, is_noticed in alive.items() if not is_noticed()}


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Where mutants are counted: all with --all, a sample without."""
    return Tally(request.node, everything=request.config.getoption("--all"))


@pytest.fixture
def members(request: pytest.FixtureRequest) -> Iterator[dict[str, Acting]]:
    """Everybody, in a transaction of the tables' owner, who may change policies within it.

    The policies are forced, so they bind the owner no less than the plain role.
    """
    with database.tests_as_owner():
        cast: Cast = request.getfixturevalue("cast")
        yield everybody(cast)


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
    terminalreporter.write_line(f"{'net':<42}{'mutants':>8}{'killed':>8}{'equal':>7}{'alive':>7}")
    for net, (total, explained, survived) in sorted(nets.items()):
        killed = total - explained - len(survived)
        terminalreporter.write_line(
            f"{net:<42}{total:>8}{killed:>8}{explained:>7}{len(survived):>7}"
        )
        for name in survived:
            terminalreporter.write_line(f"    alive: {name}")
