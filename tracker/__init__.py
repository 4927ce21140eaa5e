"""The healthy-weight campaign tracker: `create_app` is the table of contents."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from flask import Flask, request, session
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import tracker.accounts.commands
import tracker.accounts.guards
import tracker.accounts.views
import tracker.announcements.views
import tracker.audit.commands
import tracker.backups.commands
import tracker.boards.views
import tracker.calls.views
import tracker.campaign.commands
import tracker.campaign.guards
import tracker.campaign.views
import tracker.compliance.guards
import tracker.compliance.views
import tracker.database
import tracker.database.encryption
import tracker.evaluation.commands
import tracker.evaluation.views
import tracker.exercise.views
import tracker.followup.views
import tracker.formations.views
import tracker.gates.views
import tracker.home.views
import tracker.insights.commands
import tracker.insights.views
import tracker.invitations.views
import tracker.jobs.commands
import tracker.joining.views
import tracker.learning.commands
import tracker.learning.views
import tracker.lectures.views
import tracker.moves.views
import tracker.notices.views
import tracker.photographs.views
import tracker.privacy.commands
import tracker.privacy.guards
import tracker.privacy.views
import tracker.rosters.views
import tracker.showcases.views
import tracker.simulation.commands
import tracker.skills.views
import tracker.sms.senders
import tracker.standings.commands
import tracker.standings.views
import tracker.stations.views
import tracker.teams.commands
import tracker.teams.views
import tracker.timetables.views
import tracker.web.assets
import tracker.web.errors
import tracker.web.exports
import tracker.web.filters
import tracker.web.forms
import tracker.web.guards
import tracker.web.headers
import tracker.web.links
import tracker.web.logs
import tracker.web.pieces
import tracker.web.signing
import tracker.web.templates
import tracker.web.views
import tracker.weight.commands
import tracker.weight.views
from tracker.backups.store import newest
from tracker.campaign.store import current_season
from tracker.config import PROJECT, Environment, Settings, settings
from tracker.database import db, is_ready
from tracker.queue import queue

SEASON_LONG = timedelta(days=200)

babel = Babel()
csrf = CSRFProtect()
login = LoginManager()
migrate = Migrate()

BLUEPRINTS = (
    tracker.web.views.pages,
    tracker.accounts.views.pages,
    tracker.campaign.views.pages,
    tracker.compliance.views.pages,
    tracker.teams.views.pages,
    tracker.invitations.views.pages,
    tracker.rosters.views.pages,
    tracker.moves.views.pages,
    tracker.announcements.views.pages,
    tracker.calls.views.pages,
    tracker.weight.views.pages,
    tracker.exercise.views.pages,
    tracker.learning.views.pages,
    tracker.skills.views.pages,
    tracker.lectures.views.pages,
    tracker.stations.views.pages,
    tracker.followup.views.pages,
    tracker.joining.views.pages,
    tracker.showcases.views.pages,
    tracker.formations.views.pages,
    tracker.timetables.views.pages,
    tracker.gates.views.pages,
    tracker.photographs.views.pages,
    tracker.boards.views.pages,
    tracker.home.views.pages,
    tracker.insights.views.pages,
    tracker.standings.views.pages,
    tracker.notices.views.pages,
    tracker.evaluation.views.pages,
    tracker.privacy.views.pages,
)
COMMANDS = (
    *tracker.accounts.commands.COMMANDS,
    *tracker.campaign.commands.COMMANDS,
    *tracker.teams.commands.COMMANDS,
    *tracker.weight.commands.COMMANDS,
    *tracker.learning.commands.COMMANDS,
    *tracker.insights.commands.COMMANDS,
    *tracker.standings.commands.COMMANDS,
    *tracker.evaluation.commands.COMMANDS,
    *tracker.audit.commands.COMMANDS,
    *tracker.privacy.commands.COMMANDS,
    *tracker.backups.commands.COMMANDS,
    *tracker.jobs.commands.COMMANDS,
    *tracker.simulation.commands.COMMANDS,
)


def create_app(environ: Mapping[str, str] = os.environ) -> Flask:
    """The whole application, wired from the values of the environment."""
    chosen = settings(environ)
    app = Flask(
        __name__,
        static_folder=str(PROJECT / "static"),
        template_folder=str(PROJECT / "templates"),
        instance_path=str(PROJECT / "instance"),
    )
    _configure(app, chosen)
    tracker.web.templates.install(app)
    tracker.web.assets.install(app)
    if chosen.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, chosen.proxies, chosen.proxies)  # type: ignore[method-assign]

    app.extensions["data_keys"] = tracker.database.encryption.Keyring(chosen.data_keys)
    tracker.database.install(app)
    migrate.init_app(app, db, directory=str(PROJECT / "migrations"), render_as_batch=True)
    tracker.web.guards.install(app, chosen.flood_per_minute)
    csrf.init_app(app)
    login.init_app(app)
    babel.init_app(app, locale_selector=_language)
    queue.install(app, chosen.queue_url)
    tracker.sms.senders.install(app, chosen.sms)

    tracker.web.errors.install(app)
    tracker.web.exports.install(app)
    tracker.web.filters.install(app)
    tracker.web.forms.install(app)
    tracker.web.headers.install(app)
    tracker.web.links.install(app)
    tracker.web.logs.install(app)
    tracker.web.pieces.install(app)
    tracker.web.signing.install(app)
    tracker.accounts.guards.install(app, login)
    tracker.campaign.guards.install(app)
    tracker.compliance.guards.install(app)
    tracker.privacy.guards.install(app)
    for pages in BLUEPRINTS:
        app.register_blueprint(pages)
    for command in COMMANDS:
        app.cli.add_command(command)
    return app


def _configure(app: Flask, chosen: Settings) -> None:
    Path(app.instance_path).mkdir(exist_ok=True)
    in_production = chosen.environment is Environment.PRODUCTION
    app.config.update(
        TRACKER_ENV=chosen.environment,
        TRACKER_TODAY=chosen.today,
        IS_READY=is_ready,
        OPEN_SEASON=current_season,
        ENROLMENT=tracker.compliance.guards.enrolment,
        GATE=chosen.gate,
        LAST_BACKUP=newest,
        OWN_DATA_KEY=chosen.own_data_key,
        OWN_SECRET_KEY=chosen.own_secret_key,
        PROXIES=chosen.proxies,
        SECRET_KEY=chosen.secret_key,
        SECRET_KEY_FALLBACKS=list(chosen.secret_key_fallbacks),
        ROBOT_ORIGINS=chosen.robot_origins,
        BACKUP_KEY=chosen.backup_key,
        BACKUP_FOLDER=chosen.backup_folder,
        BACKUP_KEEP=chosen.backup_keep,
        TESTING=chosen.environment is Environment.TESTING,
        SQLALCHEMY_DATABASE_URI=chosen.database_url,
        # An error in a log must not quote phones, names or weights.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        PERMANENT_SESSION_LIFETIME=SEASON_LONG,
        SESSION_REFRESH_EACH_REQUEST=False,  # a late chart must not undo signing out
        # Such a name no subdomain and no plain page can set; browsers take it over HTTPS alone.
        COOKIE_PREFIX="__Host-" if in_production else "",
        SESSION_COOKIE_NAME="__Host-session" if in_production else "session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=chosen.gate,
        MAX_CONTENT_LENGTH=1_000_000,
        SECOND_FACTOR=in_production,
        PUBLIC_ORIGIN=chosen.public_origin,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="zh",
        BABEL_TRANSLATION_DIRECTORIES=str(PROJECT / "translations"),
        RATELIMIT_ENABLED=chosen.environment is not Environment.TESTING,
        RATELIMIT_STORAGE_URI="memory://",
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_options["trim_blocks"] = app.jinja_options["lstrip_blocks"] = True


def _language() -> str:
    chosen = session.get("language")
    return chosen or request.accept_languages.best_match(["zh", "en"], default="zh")
