"""The Flask extensions, made once and bound to an app by `create_app`."""

from __future__ import annotations

from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_compress import Compress
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from quizapp.store.base import Base

db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)
babel = Babel()
bootstrap = Bootstrap5()
csrf = CSRFProtect()
compress = Compress()
