"""Puts the application together: configuration, extensions, pages, headers."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from flask import Flask
from flask_babel import get_locale
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from quizapp import paths
from quizapp.settings import Settings
from quizapp.store import engine, schema
from quizapp.web import (
    accounts,
    addresses,
    answer_forms,
    cookies,
    drafts,
    errors,
    filters,
    headers,
    languages,
    limits,
    numbers,
    oidc,
    pages,
    sessions,
    speech,
    static_files,
    transport,
    watching,
)
from quizapp.web.extensions import babel, bootstrap, compress, csrf, db
from quizapp.web.secret_key import make_instance, secret_key

FOUR_HUNDRED_DAYS = 400 * 24 * 3600


def build(settings: Settings) -> Flask:
    """The application for these settings; its database is made or brought up to date first."""
    make_instance(settings.instance)
    engine.check_url(settings.database_url)
    app = Flask(
        __name__,
        static_url_path=static_files.address(),
        template_folder=str(paths.shipped("templates")),
        instance_path=str(settings.instance),
    )
    app.config.from_mapping(_configuration(settings))
    app.session_interface = sessions.Sessions()
    app.jinja_env.undefined = StrictUndefined
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    watching.init_app(app)
    # Before the extensions, whose checks read the form.
    transport.init_app(app)
    limits.init_app(app)
    _extend(app)
    for module in (
        accounts,
        addresses,
        answer_forms,
        drafts,
        errors,
        filters,
        headers,
        languages,
        numbers,
        oidc,
        speech,
        static_files,
    ):
        module.init_app(app)
    _register_pages(app)
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key or secret_key(settings.instance),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine.options(settings.database_url),
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        **limits.CONFIGURATION,
        "SESSION_COOKIE_NAME": cookies.named(cookies.SESSION, https=settings.https),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "PERMANENT_SESSION_LIFETIME": FOUR_HUNDRED_DAYS,
        # A page may lie open over night: its answers count, and the session's own signature is the limit.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        # From the form alone: a form that can't be read then brings no token, and is not taken for a blank answer.
        "WTF_CSRF_HEADERS": [],
        "BOOTSTRAP_SERVE_LOCAL": True,
        "BABEL_DEFAULT_TIMEZONE": settings.time_zone,
        "BABEL_TRANSLATION_DIRECTORIES": str(paths.PACKAGE / "translations"),
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        # Of files; over http browsers take no other than gzip.
        "COMPRESS_ALGORITHM_STREAMING": ["br", "gzip"],
        # The next level presses a twentieth more and takes twice as long.
        "COMPRESS_BR_LEVEL": 3,
        "COMPRESS_REGISTER": True,
    }


def _extend(app: Flask) -> None:
    db.init_app(app)
    babel.init_app(app, locale_selector=lambda: "en")
    bootstrap.init_app(app)
    csrf.init_app(app)
    compress.init_app(app)
    app.jinja_env.globals["get_locale"] = get_locale
    with app.app_context():
        engine.prepare(db.engine)
        schema.prepare(db.engine)


def _register_pages(app: Flask) -> None:
    for found in pkgutil.iter_modules(pages.__path__):
        module = import_module(f"{pages.__name__}.{found.name}")
        if hasattr(module, "bp"):
            app.register_blueprint(module.bp)
