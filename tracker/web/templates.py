"""Templates, compiled once for each language with its words and addresses put in.

A page says a hundred sentences and names a dozen addresses, and hardly any of them depend on who
reads: to look each up on every request took longer than to answer it. So `language()` and, of
constants, `_("...")`, `asset("...")` and `url_for("...")` become text when a template is compiled;
with values in a sentence its translation is put in then, and the values when the page is made.
What indents our templates is left out at the same time: a fifth of a page, and nothing of it shows.
"""

import re
from collections.abc import Callable, MutableMapping
from functools import partial
from typing import Any

from flask import Flask, url_for
from flask.templating import Environment
from flask_babel import gettext
from jinja2 import BaseLoader, FunctionLoader, Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from tracker.web.assets import asset
from tracker.web.filters import language

BETWEEN = ":"
"""Between a language and a template's name: `en:home/today.html`."""

CONSTANT: dict[str, Callable[[str], str]] = {"asset": asset, "url_for": url_for}
"""What answers the same to everybody, whenever it is asked."""

SPACE = re.compile(r"\s{2,}")
"""What indents our templates; none of them has preformatted text."""


class ByLanguage(Environment):
    """Flask's own, which looks templates up in the language of the answer."""

    def __init__(self, app: Flask, **options: Any) -> None:
        files = app.create_global_jinja_loader()
        super().__init__(app, **options | {"loader": FunctionLoader(partial(_source, self, files))})

    def get_template(
        self,
        name: Any,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> Template:
        """A template in the language of the answer, or of the one that asks for it."""
        if isinstance(name, str) and parent is None:
            name = f"{language()}{BETWEEN}{name}"
        return super().get_template(name, parent, globals)

    def join_path(self, template: str, parent: str) -> str:
        """What a template extends, includes or imports is in its language."""
        return f"{parent.partition(BETWEEN)[0]}{BETWEEN}{template}"

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return _PutIn().visit(tree) if name and BETWEEN in name else tree


def _source(environment: Environment, files: BaseLoader, name: str) -> Any:
    """A template's text is the same in every language."""
    return files.get_source(environment, name.partition(BETWEEN)[2])


class _PutIn(NodeTransformer):
    """Puts words and addresses in place of the calls that look them up."""

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.Node:  # noqa: N802 - likewise
        """Text between two tags of a template, without its indentation."""
        node.data = SPACE.sub(" ", node.data)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        """One call, after the calls among its arguments."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        name, args, values = node.node.name, node.args, node.kwargs
        if name == "language":
            return nodes.Const(language(), lineno=node.lineno)
        if len(args) != 1 or not isinstance(args[0], nodes.Const):
            return node
        if name == "_":
            return _sentence(args[0].value, values, node.lineno)
        if name in CONSTANT and not values:
            return nodes.Const(CONSTANT[name](args[0].value), lineno=node.lineno)
        return node


def _sentence(text: str, values: list[nodes.Keyword], line: int) -> nodes.Expr:
    """As Jinja's own new-style gettext has it: our words are markup, values are escaped into it."""
    words = Markup(gettext(text))  # noqa: S704 - our own words
    if not values:
        return nodes.Const(words % {}, lineno=line)
    pairs = [nodes.Pair(nodes.Const(each.key), each.value) for each in values]
    return nodes.Mod(nodes.Const(words), nodes.Dict(pairs), lineno=line)


def install(app: Flask) -> None:
    """Make it the application's environment; before anything asks for that."""
    app.jinja_environment = ByLanguage  # type: ignore[assignment]  # Flask's stub says a type
