"""English verbs: past forms with their base, helpers, and words that may be a verb."""

from __future__ import annotations

import re
from collections.abc import Mapping

HELPERS = frozenset("is are was were has had have will would can could may might must should did does do".split())
BE = frozenset("is are was were".split())
HAVE = frozenset("has had have".split())
ADVERBS = frozenset(
    "also first finally officially only recently later soon already still now often never always usually then"
    " once again formally quickly slowly eventually originally reportedly probably currently just even alone"
    " together".split()
)
_REGULAR = """
abandon accept accuse achieve add adopt agree aim allow announce appear apply appoint approve argue arrest arrive ask
attack attend attract avoid award ban base blame block borrow call cancel capture carry cause celebrate change charge
claim clean clear climb close collapse collect complain complete conclude confirm connect contain continue convert cook
count cover create cross damage decide declare decline decrease defeat deliver demand demolish deny depart describe
design destroy detect develop die disappear discover double drop earn elect employ enable end enforce enlarge enter
escape establish estimate examine exceed expand expect expire explain explode explore export extend face fail fill film
fine finish fire fix form found gather govern hand happen help hire host hunt import improve include increase infect
inform injure inspect inspire install introduce invent invest investigate invite involve issue join jump kill land last
launch lease limit link list live lobby locate lower maintain manage march mark marry measure mention merge move name
need negotiate note notice obtain offer open oppose order organise organize own paint pass perform plan plant play
pledge postpone praise predict prepare present press prevent print produce promise promote propose protect protest prove
provide publish pull purchase push qualify raise reach rebuild recall receive recommend record recover reduce refuse
register reject release remain remove renew rent reopen repair repeat replace report represent request require rescue
resign respond restart restore restrict result retire return reveal review sail save score seize separate serve settle
share show sign start state stop store stretch strike struggle succeed suffer suggest supply support surprise survive
suspend talk target test thank threaten total trade train transform transport travel treat triple try turn unveil use
visit vote wait walk want warn wash watch weigh welcome witness work yield alarm debate swap collide double borrow
""".split()
_IRREGULAR: Mapping[str, str] = dict(
    pair.split(":")
    for pair in """
become:became begin:began break:broke bring:brought build:built burn:burnt buy:bought catch:caught choose:chose
come:came cost:cost cut:cut deal:dealt dig:dug do:did draw:drew drink:drank drive:drove eat:ate fall:fell feed:fed
feel:felt fight:fought find:found fly:flew forbid:forbade forget:forgot freeze:froze get:got give:gave go:went grow:grew
hang:hung hear:heard hide:hid hit:hit hold:held hurt:hurt keep:kept know:knew lay:laid lead:led learn:learnt leave:left
lend:lent let:let lie:lay lose:lost make:made mean:meant meet:met overcome:overcame pay:paid put:put read:read
rebuild:rebuilt ride:rode ring:rang rise:rose run:ran say:said see:saw seek:sought sell:sold send:sent set:set
shake:shook shoot:shot shrink:shrank shut:shut sing:sang sink:sank sit:sat sleep:slept speak:spoke spend:spent
spread:spread stand:stood steal:stole stick:stuck strike:struck sweep:swept swim:swam take:took teach:taught tell:told
think:thought throw:threw understand:understood undertake:undertook wake:woke wear:wore win:won withdraw:withdrew
write:wrote
""".split()
)
_PARTICIPLES = frozenset(
    "been become begun broken brought built bought caught chosen come cut dealt done drawn drunk driven eaten"
    " fallen fed felt fought found flown forbidden forgotten frozen got given gone grown hung heard hidden hit"
    " held hurt kept known laid led learnt left lent let lost made meant met overcome paid put read rebuilt"
    " ridden risen run said seen sought sold sent set shaken shot shrunk shut sung sunk slept spoken spent"
    " spread stood stolen stuck struck swept swum taken taught told thought thrown understood won withdrawn worn"
    " written".split()
)
#: Present forms that are hardly ever nouns.
PRESENT: Mapping[str, str] = {
    form: re.sub(r"ies$", "y", form) if form.endswith("rries") else re.sub(r"(?<=go|ch|ss)es$|s$", "", form)
    for form in "says holds argues believes expects wants lives employs receives produces contains includes remains"
    " goes comes takes makes gives brings lies stands begins costs lasts hopes fears knows thinks keeps means gets"
    " earns needs becomes sells spends owns attracts"
    " turns pays carries crosses offers teaches writes serves grows builds covers".split()
}
#: They end in -ed and are no verbs.
_NO_VERBS = frozenset("hundred red bed shed seed speed need indeed breed feed naked sacred wicked united".split())


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if re.search(r"[^aeiou]y$", base):
        return f"{base[:-1]}ied"
    doubled = base in {"ban", "drop", "plan", "stop", "swap"}
    return f"{base}{base[-1]}ed" if doubled else f"{base}ed"


#: The base of each past form; found is of find, for what was founded has its own form.
BASES: Mapping[str, str] = (
    {_past(base): base for base in _REGULAR if base not in _IRREGULAR}
    | {"travelled": "travel", "cancelled": "cancel"}
    | {past: base for base, past in _IRREGULAR.items()}
)


def may_be_verb(word: str) -> bool:
    """Whether a word may be a finite verb or a participle: who asks would rather have no question than a broken one."""
    return (
        word in HELPERS
        or word in BASES
        or word in PRESENT
        or word in _PARTICIPLES
        or (word.endswith("ed") and len(word) > 3 and word not in _NO_VERBS)
    )


def is_participle(word: str) -> bool:
    return word in _PARTICIPLES or (word.endswith("ed") and word not in _NO_VERBS)
