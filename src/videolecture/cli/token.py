"""`videolecture token`: who may use the service from elsewhere."""

from __future__ import annotations

import argparse
import contextlib
import time

from videolecture.home import home as home_folder
from videolecture.settings import Settings

NAME = "token"
HELP = "Create, list and revoke the bearer tokens of the service."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for action, about in (("create", "make a token; it is shown this once"), ("revoke", "refuse it from now on")):
        actions.add_parser(action, help=about).add_argument("name", help="what you call it, one per client")
    actions.add_parser("list", help="the tokens there are")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Create, list or revoke."""
    from videolecture.jobs import tokens
    from videolecture.jobs.store import Store

    with contextlib.closing(Store(home_folder())) as store:
        if options.action == "create":
            print(tokens.create(store, options.name))
        elif options.action == "revoke":
            tokens.revoke(store, options.name)
            print(f"«{options.name}» is refused from now on.")
        else:
            for token in tokens.listed(store):
                created = time.strftime("%Y-%m-%d %H:%M", time.localtime(token.created))
                print(f"{token.name}\t{created}\t{'revoked' if token.revoked else 'valid'}")
    return 0
