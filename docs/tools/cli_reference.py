"""The page of commands, made from the commands themselves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from lastmile_core.cli import main

__all__ = ["cli_reference"]


def cli_reference() -> str:
    """Return every command with its options as Markdown."""
    context = click.Context(main, info_name="lastmile", **main.context_settings)
    return "\n".join(_command(main, context, 2))


def _command(command: click.Command, context: click.Context, level: int) -> Iterator[str]:
    yield f"{'#' * level} {context.command_path}\n"
    yield from _paragraphs(command.help or "")
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```text\n{context.command_path} {usage}\n```\n"
    yield from _options(command, context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _command(below, click.Context(below, info_name=name, parent=context), level + 1)


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a help text; one that click leaves unwrapped stays as it is written."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        marked, _, kept = paragraph.partition("\b\n")
        if kept and not marked:
            title, _, lines = kept.partition("\n")
            yield f"{title}\n\n```text\n{inspect.cleandoc(lines)}\n```\n" if lines else f"{title}\n"
        else:
            yield f"{paragraph}\n"


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    rows = [(option, option.get_help_record(context)) for option in command.get_params(context)]
    shown = [(option, *record) for option, record in rows if record is not None and "--help" not in option.opts]
    if not shown:
        return
    yield "| option | meaning |\n|---|---|"
    for _, names, meaning in shown:
        yield f"| {_cell(f'`{names}`')} | {_cell(meaning)} |"
    yield ""


def _cell(text: str) -> str:
    """Return a text that stays in one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")
