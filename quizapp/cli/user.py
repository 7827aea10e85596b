"""`quizapp user`: accounts from the command line."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quizapp.core.account import ROLES, Account, Role
from quizapp.core.sentences import NotFound, say
from quizapp.store import accounts
from quizapp.web import clock
from quizapp.web import links as addresses
from quizapp.web.extensions import db
from quizapp.work.accounts import adding, changing, links

_role = click.Choice(ROLES)


@click.group("user", cls=AppGroup)
def command() -> None:
    """Add accounts, give roles, make links for new passwords."""


@command.command("add")
@click.argument("email")
@click.option("--name", required=True, help="What others on this site see.")
@click.option("--role", type=_role, default="learner", show_default=True)
def add(email: str, name: str, role: Role) -> None:
    """Add an account for EMAIL and print a link that sets its password. The link works once, within 48 hours."""
    account = adding.add(db.session(), email, name, role, clock.now())
    click.echo(f"{account.name} <{account.email}> is added as {account.role}.")
    _print_link(account)


@command.command("role")
@click.argument("email")
@click.argument("role", type=_role)
def change_role(email: str, role: Role) -> None:
    """Give the account of EMAIL another ROLE; its owner is signed out everywhere."""
    account = changing.set_role(db.session(), _known(email).person_id, role)
    click.echo(f"{account.name} <{account.email}> is {account.role} now.")


@command.command("reset-link")
@click.argument("email")
def reset_link(email: str) -> None:
    """Print a link that sets a new password for EMAIL. It works once, within 48 hours."""
    _print_link(_known(email))


@command.command("list")
def list_all() -> None:
    """List all accounts: address, role, name."""
    table = Table(box=None, pad_edge=False)
    for heading in ("address", "role", "name"):
        # An address that is cut is of no use to the other commands; a name may take a second line.
        table.add_column(heading, no_wrap=heading != "name", overflow="fold")
    for account in accounts.everyone(db.session()):
        table.add_row(Text(account.email), account.role, Text(account.name))
    if not table.row_count:
        click.echo("No accounts yet. Add one: quizapp user add EMAIL --name NAME --role administrator")
        return
    # A pipe has no width: what is not for eyes must not be cut.
    Console(width=None if sys.stdout.isatty() else 1000).print(table, soft_wrap=not sys.stdout.isatty())


def _known(email: str) -> Account:
    row = accounts.by_email(db.session(), email)
    if row is None:
        raise NotFound(say("%(email)s has no account. `quizapp user list` shows all.", email=email))
    return accounts.account(row)


def _print_link(account: Account) -> None:
    token = links.reset(db.session(), account.person_id, clock.now(), links.HANDED_OUT)
    click.echo(f"To set the password, open this link within 48 hours:\n{addresses.full('reset', token)}")
