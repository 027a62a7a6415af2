"""Messages in templates, read from the compiled nodes: what Django will look up, to the letter."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.template import Template
from django.template.base import FilterExpression, Node, NodeList
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from migrant_health.catalogues.message import Message

# _("...") as an argument of any tag or filter.
MARKED = re.compile(r"""_\(\s*(?:"([^"]+)"|'([^']+)')\s*\)""")


def messages_in(path: Path) -> Iterator[Message]:
    """Yield the messages of one template."""
    source = path.read_text(encoding="utf-8")
    for double, single in MARKED.findall(source):
        yield Message(singular=double or single)
    for node in _nodes(Template(source).nodelist):
        if isinstance(node, TranslateNode):
            yield from _of_translate(node)
        elif isinstance(node, BlockTranslateNode):
            yield _of_block(node)


def _nodes(nodes: NodeList) -> Iterator[Node]:
    for node in nodes:
        yield from node.get_nodes_by_type(Node)


def _of_translate(node: TranslateNode) -> Iterator[Message]:
    constant = node.filter_expression.var
    literal = getattr(constant, "literal", constant)
    if isinstance(literal, str):
        yield Message(singular=literal.replace("%", "%%"), context=_constant(node.message_context))


def _of_block(node: BlockTranslateNode) -> Message:
    singular, _names = node.render_token_list(node.singular)
    plural = node.render_token_list(node.plural)[0] if node.plural else ""
    return Message(singular=singular, plural=plural, context=_constant(node.message_context))


def _constant(expression: FilterExpression | None) -> str:
    if expression is None:
        return ""
    value = getattr(expression.var, "literal", expression.var)
    return str(value)
