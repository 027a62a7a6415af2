"""Functions with one slip of the pen: an argument of a filter left out, a condition turned round."""

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

NARROWING = {"filter", "Q", "exclude", "covering", "current", "opening_to", "get"}
OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
Edit = Callable[[], None]


def mutants_of(function: Callable[..., Any]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield each variant of a function with what differs in it."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    _forget_types(tree)
    for place in range(len(list(_edits(tree)))):
        variant = copy.deepcopy(tree)
        said, edit = list(_edits(variant))[place]
        edit()
        yield f"{function.__qualname__}: {said}", _compiled(variant, function)


def _forget_types(tree: ast.Module) -> None:
    """Take annotations away: `A | B` in them is no condition."""
    made = tree.body[0]
    assert isinstance(made, ast.FunctionDef)
    made.returns = None
    for argument in [*made.args.args, *made.args.kwonlyargs]:
        argument.annotation = None
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(value=None)


def _compiled(tree: ast.Module, function: Callable[..., Any]) -> Callable[..., Any]:
    made = tree.body[0]
    assert isinstance(made, ast.FunctionDef)
    made.decorator_list = []
    found: dict[str, Any] = {}
    exec(  # our own source, changed in one place
        compile(ast.fix_missing_locations(tree), "<mutant>", "exec"), function.__globals__, found
    )
    variant: Callable[..., Any] = found[made.name]
    return variant


def _edits(tree: ast.Module) -> Iterator[tuple[str, Edit]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        else:
            yield from _of_condition(tree, node)


def _of_condition(tree: ast.Module, node: ast.AST) -> Iterator[tuple[str, Edit]]:
    """Yield what a condition could be by a slip."""
    if isinstance(node, ast.If | ast.IfExp):
        yield f"not ({ast.unparse(node.test)})", _negated(node)
    elif isinstance(node, ast.BoolOp):
        for part in list(node.values):
            yield f"without {ast.unparse(part)}", _without(node.values, part)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.BitAnd | ast.Sub):
        yield f"only {ast.unparse(node.left)}", _one_side(node, node.left)
        yield f"only {ast.unparse(node.right)}", _one_side(node, node.right)
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in OPPOSITE:
        yield f"opposite of {ast.unparse(node)}", _opposite(node)
    elif isinstance(node, ast.Raise):
        yield f"no {ast.unparse(node)}", _silent(tree, node)


def _of_call(call: ast.Call) -> Iterator[tuple[str, Edit]]:
    """Yield the call without each of its conditions, and without the call itself."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if name not in NARROWING:
        return
    for keyword in list(call.keywords):
        yield f"without {ast.unparse(keyword)}", _without(call.keywords, keyword)
    if name in {"filter", "exclude"}:
        for argument in list(call.args):
            yield f"without {ast.unparse(argument)}", _without(call.args, argument)
    if name in {"covering", "current"}:
        yield f"without {name}", _bare(call)


def _without(items: list[Any], item: Any) -> Edit:
    def edit() -> None:
        items.remove(item)
        if len(items) == 1 and isinstance(item, ast.expr) and isinstance(items[0], ast.expr):
            # What was left of `x and y` is `x and x`; of two arguments both are the same.
            items.append(items[0])

    return edit


def _negated(node: ast.If | ast.IfExp) -> Edit:
    def edit() -> None:
        node.test = ast.UnaryOp(op=ast.Not(), operand=node.test)

    return edit


def _one_side(node: ast.BinOp, side: ast.expr) -> Edit:
    def edit() -> None:
        # `x or x`: the node stays, what it says is one side only.
        node.__class__ = ast.BoolOp  # type: ignore[assignment]
        node.__dict__.update(op=ast.Or(), values=[side, side])

    return edit


def _opposite(node: ast.Compare) -> Edit:
    def edit() -> None:
        node.ops[0] = OPPOSITE[type(node.ops[0])]()

    return edit


def _bare(call: ast.Call) -> Edit:
    def edit() -> None:
        assert isinstance(call.func, ast.Attribute)
        call.func, call.args, call.keywords = (
            ast.Attribute(value=call.func.value, attr="all", ctx=ast.Load()),
            [],
            [],
        )

    return edit


def _silent(tree: ast.Module, node: ast.Raise) -> Edit:
    def edit() -> None:
        for parent in ast.walk(tree):
            body = getattr(parent, "body", None)
            if isinstance(body, list) and node in body:
                body[body.index(node)] = ast.Pass()

    return edit
