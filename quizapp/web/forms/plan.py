"""The form of a learner's settings."""

from __future__ import annotations

from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _
from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from quizapp.core.memory import settings
from quizapp.core.memory.plan import Plan
from quizapp.core.sentences import Refusal
from quizapp.web.filters import told
from quizapp.web.forms import Form

_HOURS = [SelectChoice(str(hour), f"{hour}:00") for hour in range(24)]
#: Names that the database of zones keeps beside places: abbreviations, offsets, and those of old systems.
_NO_PLACES = ("Etc", "SystemV", "US", "Brazil", "Canada", "Chile", "Mexico")


def _readable(_form: Form, field: Field) -> None:
    """The plan's own bounds, and its sentence for what lies beyond."""
    try:
        settings.read(field.short_name, field.data or "")
    except Refusal as refusal:
        raise ValidationError(told(refusal.sentence)) from refusal


def _zones() -> list[SelectChoice]:
    """By part of the world; a zone is called by its place, its region stands above the group."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(_NO_PLACES))
    parted = ((name, *name.replace("_", " ").split("/", 1)) for name in names)
    return [SelectChoice(name, place.replace("/", ", "), optgroup=region) for name, region, place in parted]


class PlanForm(Form):
    desired_retention = StringField(_("Share to remember, in percent"), [_readable])
    new_a_day = StringField(_("New cards a day"), [_readable])
    reviews_a_day = StringField(_("Reviews a day, at most"), [_readable])
    day_begins_at = SelectField(_("A day begins at"), choices=_HOURS, validate_choice=False, validators=[_readable])
    time_zone = SelectField(_("Time zone"), [_readable], validate_choice=False)
    learning_steps = StringField(_("Steps for a new card"), [_readable])
    relearning_steps = StringField(_("Steps after forgetting"), [_readable])
    maximum_interval = StringField(_("Longest time between two reviews, in days"), [_readable])

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        zones = _zones()
        listed = {zone.value for zone in zones}
        # Also one that is in no region, and what was sent, right or wrong.
        own = [name for name in dict.fromkeys(("UTC", self.time_zone.data or "UTC")) if name not in listed]
        self.time_zone.choices = [*(SelectChoice(name, optgroup="UTC") for name in own), *zones]

    def values(self) -> dict[str, object]:
        """What was typed, as a plan has it; of a form that is right."""
        return {name: settings.read(name, self[name].data or "") for name in settings.NAMES}


def filled(plan: Plan) -> PlanForm:
    return PlanForm(formdata=None, **settings.written(plan))
