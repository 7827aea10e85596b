"""Who may use which address: a new route is entered here, else a test fails."""

from __future__ import annotations

from flask import Flask

from .conftest import ROLES
from .forms import FORMS

EVERYONE = frozenset(ROLES)
SIGNED_IN = EVERYONE - {"guest"}
TEACHERS = SIGNED_IN - {"learner"}
VIEW = TEACHERS - {"other"}
EDIT = VIEW - {"viewer"}
OWN = EDIT - {"editor"}
ADMINISTRATOR = frozenset({"administrator"})
LEARNER = frozenset({"learner"})
NOBODY = frozenset[str]()

ROUTES: dict[str, frozenset[str]] = {
    # What everyone may read.
    "about.show": EVERYONE,
    "article.picture": EVERYONE,
    "article.show": EVERYONE,
    "bootstrap.static": EVERYONE,
    "deck.of_article": EVERYONE,
    "deck.of_set": EVERYONE,
    "library.show": EVERYONE,
    "memory_map.show": EVERYONE,
    "progress.show": EVERYONE,
    "set.show": EVERYONE,
    "set.start": EVERYONE,
    "short_link.follow": EVERYONE,
    "short_link.show": EVERYONE,
    "static": EVERYONE,
    "worksheet.key": EVERYONE,
    "worksheet.show": EVERYONE,
    # For machines; there is no token here.
    "health.alive": EVERYONE,
    "health.ready": EVERYONE,
    "metrics.show": NOBODY,
    # The doors. Whoever has a link may use it.
    "first_start.begin": NOBODY,
    "first_start.show": NOBODY,
    "password_reset.anew": EVERYONE,
    "password_reset.ask": NOBODY,
    "password_reset.reset": EVERYONE,
    "password_reset.show": EVERYONE,
    # There is no identity provider here, and no key that would meet a challenge.
    "identity.back": NOBODY,
    "identity.begin": NOBODY,
    "identity.connect": NOBODY,
    "identity.disconnect": NOBODY,
    "passkey.add": NOBODY,
    "passkey.enter": NOBODY,
    "passkey.options": EVERYONE,
    "sign_in.enter": EVERYONE,
    "sign_in.show": EVERYONE,
    "sign_out.leave": EVERYONE,
    "sign_up.accept": SIGNED_IN,
    "sign_up.enter": EVERYONE,
    "sign_up.invited": EVERYONE,
    "sign_up.join": EVERYONE,
    "sign_up.show": EVERYONE,
    # An attempt is its learner's alone.
    "attempt.answer": LEARNER,
    "attempt.close": LEARNER,
    "attempt.finish": LEARNER,
    "attempt.flag": LEARNER,
    "attempt.hint": LEARNER,
    "attempt.question": LEARNER,
    "attempt.reveal": LEARNER,
    "attempt.show": LEARNER,
    "attempt_page.save": LEARNER,
    "attempt_page.show": LEARNER,
    "result.missed": LEARNER,
    "result.show": LEARNER,
    # To Anki and back: a learner's own.
    "review_anki.bring": EVERYONE,
    "review_anki.deck": LEARNER,
    "review_anki.look": EVERYONE,
    "review_anki.show": EVERYONE,
    "review_anki.take": LEARNER,
    # Nobody here has answered so much that a schedule can be fitted to it, or has one.
    "review_settings.cost": EVERYONE,
    "review_settings.fit": NOBODY,
    "review_settings.save": EVERYONE,
    "review_settings.show": EVERYONE,
    "review_settings.take_back": NOBODY,
    "review_settings.usual": EVERYONE,
    # Reviewing: a learner's own cards, and the pages that a device keeps.
    "offline.manifest": EVERYONE,
    "offline.show": EVERYONE,
    "offline.worker": EVERYONE,
    "review.aside": EVERYONE,
    "review.cards": EVERYONE,
    "review.log": LEARNER,
    "review.put_aside": LEARNER,
    "review.rate": LEARNER,
    "review.show": EVERYONE,
    "review.stop": SIGNED_IN,
    "review.study": EVERYONE,
    "review.undo": LEARNER,
    # Drills: everyone may begin one, which is then theirs alone.
    "card_test.check": LEARNER,
    "card_test.finish": LEARNER,
    "card_test.offer": EVERYONE,
    "card_test.question": LEARNER,
    "card_test.save": LEARNER,
    "card_test.show": LEARNER,
    "card_test.start": EVERYONE,
    "learn.answer": LEARNER,
    "learn.go_on": LEARNER,
    "learn.offer": EVERYONE,
    "learn.show": LEARNER,
    "learn.start": EVERYONE,
    "match.offer": EVERYONE,
    "match.put_together": LEARNER,
    "match.show": LEARNER,
    "match.start": EVERYONE,
    "missed.show": EVERYONE,
    "missed.start": LEARNER,
    # One's own account.
    "account.change_email": SIGNED_IN,
    "account.change_password": SIGNED_IN,
    "account.end": SIGNED_IN,
    "account.end_all": SIGNED_IN,
    "account.export": SIGNED_IN,
    "account.leave": SIGNED_IN,
    "account.rename": SIGNED_IN,
    "account.show": SIGNED_IN,
    "passkey.new_options": SIGNED_IN,
    "passkey.remove": SIGNED_IN,
    # Everyone's accounts, and what came from files.
    "copying.show": ADMINISTRATOR,
    "copying.take_over": ADMINISTRATOR,
    "people.delete": ADMINISTRATOR,
    "people.invite": ADMINISTRATOR,
    "people.person": ADMINISTRATOR,
    "people.reset_link": ADMINISTRATOR,
    "people.role": ADMINISTRATOR,
    "people.show": ADMINISTRATOR,
    "people.withdraw": ADMINISTRATOR,
    # What every teacher has.
    "article_editor.bring": TEACHERS,
    "article_editor.create": TEACHERS,
    "article_editor.new": TEACHERS,
    "article_editor.preview": TEACHERS,
    "article_editor.write": TEACHERS,
    "bank.act": TEACHERS,
    "bank.show": TEACHERS,
    "copying.copy_set": TEACHERS,
    "desk.show": TEACHERS,
    "importing.bring": TEACHERS,
    "importing.look": TEACHERS,
    "importing.report": TEACHERS,
    "importing.show": TEACHERS,
    "transfer.load": TEACHERS,
    # An article: read by those who work on a set of it, changed by its owner.
    "article_editor.preview_with_pictures": VIEW,
    "article_editor.save": OWN,
    "article_editor.show": VIEW,
    "article_history.restore": OWN,
    "article_history.show": OWN,
    "article_history.version": OWN,
    "article_pictures.add": EDIT,
    "article_pictures.delete": EDIT,
    "article_pictures.show": EDIT,
    "desk.begin_set": OWN,
    "desk.create_set": OWN,
    "desk.delete_article": OWN,
    # A set.
    "desk.bring_back": OWN,
    "history.edition": VIEW,
    "history.restore": EDIT,
    "history.show": VIEW,
    "publication.publish": EDIT,
    "publication.qr_png": VIEW,
    "publication.qr_svg": VIEW,
    "publication.renew": OWN,
    "publication.show": VIEW,
    "publication.show_to": OWN,
    "question_editor.attempt": VIEW,
    "question_editor.discard": EDIT,
    "question_editor.picture": EDIT,
    "question_editor.save": EDIT,
    "question_editor.show": VIEW,
    "set_editor.add": EDIT,
    "set_editor.arrange": EDIT,
    "set_editor.ask_to_delete": OWN,
    "set_editor.delete": OWN,
    "set_editor.settings": EDIT,
    "set_editor.show": VIEW,
    "set_editor.suggestion": EDIT,
    "sharing.add": OWN,
    "sharing.change": OWN,
    # Their own right, which everyone may give up.
    "sharing.remove": OWN | {"viewer"},
    "sharing.show": VIEW,
    "transfer.download": VIEW,
    "transfer.export": VIEW,
    # Into the set that the form names.
    "importing.take": EDIT,
    "transfer.look": EDIT,
}


def every_method(app: Flask) -> list[tuple[str, str]]:
    """Every endpoint with each method that it takes."""
    return sorted(
        {
            (rule.endpoint, method)
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"OPTIONS"}
        }
    )


def methods(app: Flask) -> list[tuple[str, str]]:
    """The same of those that are in the tables: one that is not fails a test of its own."""
    return [each for each in every_method(app) if each[0] in ROUTES and (each[1] != "POST" or each[0] in FORMS)]


def posts(app: Flask) -> list[str]:
    return [endpoint for endpoint, method in methods(app) if method == "POST"]
