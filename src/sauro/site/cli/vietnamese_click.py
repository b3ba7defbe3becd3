"""Click in Vietnamese: heads of the help pages, and what is said of a wrong call."""

from typing import Any

import click

WRONG_CALL = 2
"""The exit code of a call that the command line does not understand."""


class Choice(click.Choice[str]):
    """One of several words; says in Vietnamese which."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return str(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(f"“{value}” không có trong: {', '.join(map(str, self.choices))}.", param, ctx)


class Command(click.Command):
    """A command whose help page is in Vietnamese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(
            ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: "
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        with formatter.section("Tùy chọn"):
            formatter.write_dl([record for option in options if (record := option.get_help_record(ctx))])


class Group(click.Group):
    """A group of commands whose help page is in Vietnamese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Command.format_usage(self, ctx, formatter)  # type: ignore[arg-type]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = [(name, self.commands[name].get_short_help_str(limit=90)) for name in self.commands]
        with formatter.section("Lệnh"):
            formatter.write_dl(commands)
        Command.format_options(self, ctx, formatter)  # type: ignore[arg-type]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(f"Không có lệnh “{args[0]}”. Các lệnh: {', '.join(self.commands)}.", ctx)
        return super().resolve_command(ctx, args)


def explain(error: click.ClickException) -> str:
    """What is wrong with a call, in Vietnamese."""
    if isinstance(error, click.NoSuchOption):
        near = f" Có phải là {', '.join(error.possibilities)}?" if error.possibilities else ""
        return f"Không có tùy chọn {error.option_name}.{near}"
    if isinstance(error, click.MissingParameter):
        param = error.param
        return f"Thiếu {param.make_metavar(error.ctx) if param and error.ctx else 'tham số'}."
    if isinstance(error, click.BadOptionUsage):
        wants = "cần một giá trị đi kèm" if "requires" in error.message else "không nhận giá trị"
        return f"Tùy chọn {error.option_name} {wants}."
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param else "Tham số"
        return f"{name}: {error.message}"
    if error.message.startswith("Got unexpected extra argument"):
        return f"Thừa tham số {error.message[error.message.index('(') :]}."
    return error.message
