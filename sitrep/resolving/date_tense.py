"""Whether the words around a date tell what is yet to come: "will meet on Thursday", "delayed until April".

The verb nearest before the date in its sentence decides, and where none stands before it the first one after it. Only
closed classes of words are asked: auxiliaries, words of planning, verbs of saying and past forms in -ed.
"""

import re

_REACH = 240  # characters of the sentence read on either side
_SENTENCE_END = re.compile(r"(?:[a-z]{4}|[0-9)”\"'’])[.!?][\"”’')]*\s+(?=[\"“‘'A-Z])|\n\s*\n|;\s")
_PLANS = (
    r"(?:plan|hope|intend|expect|vow|promise|pledge|threaten|agree|propose)(?:s|d|ed|ned)?|planned|planning|decided|due|set|"
    r"ready|about|going|scheduled|slated|likely|is|are"
)
# The verb after an auxiliary is taken in with it, so that "to be held on Thursday" is no past "held".
_VERB_AFTER = r"(?:\s+(?:not|also|be|have|been))*(?:\s+\w+)?"
_CUES = re.compile(
    rf"(?P<future>\b(?:(?:will|shall|would|won['’]t|may|might|must|should)\b{_VERB_AFTER}"
    rf"|\w+['’]ll\b{_VERB_AFTER}|(?:{_PLANS})(?:\s+\w+){{0,3}}?\s+to\b{_VERB_AFTER}|(?:due|scheduled|slated|planned|set)\s+(?:for|on|in|at)\b"
    r"|due|scheduled|slated|upcoming|forthcoming|until|till|deadline|effective|expires?|payable|begins|starts|opens|ends)\b|\bis(?=\s+$))"
    r"|(?P<past>\b(?:was|were|had|did|has|said|says|told|met|held|took|came|went|left|fell|shot|began|made|gave|saw|won|"
    r"lost|hit|struck|fought|blew|broke|brought|sent|set|put|led|rose|\w{2,}(?<!ne)(?<!fe)(?<!unit)ed)\b)",
    re.IGNORECASE,
)
# "On Thursday he vowed to resign": the vow was on Thursday, "he vowed to resign on Thursday" tells of what is to come.
_ACTS = re.compile(r"(?:vow|promis|pledg|threaten|agre|propos)ed\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)  # "Tuesday's attack" has no verb of its own
_LIMIT = re.compile(r"\b(?:by|before|until|till|no later than)\s+(?:the\s+)?$", re.IGNORECASE)


def tells_future(text: str, start: int, end: int) -> bool:
    """Return whether the date at text[start:end] is told as yet to come.

    "The council will meet on Thursday"  -> True
    "The council met on Thursday"        -> False
    "On Thursday the council is to meet" -> True
    "said Thursday it would leave"       -> False: the saying was on Thursday

    Where no verb tells the tense, the date is taken as past.
    """
    before = text[max(0, start - _REACH) : start]
    ends = [found.end() for found in _SENTENCE_END.finditer(before)]
    before = before[ends[-1] :] if ends else before
    cues = list(_CUES.finditer(before))
    cue = cues[-1] if cues else None
    if cue is None and not _POSSESSIVE.match(text, end):
        after = text[end : end + _REACH]
        stop = _SENTENCE_END.search(after)
        cue = _CUES.search(after[: stop.start() + 1] if stop else after)
        if cue is not None and _ACTS.match(cue.group()):
            return False
    if cue is not None and cue["future"]:
        return True
    # "gave them until Friday" has its cue; "must leave by Friday" may have a verb between.
    is_demand = re.search(r"\b(?:demand|order|urg|want|ask|tell|told|ultimatum|deadline)\w*\b", before, re.IGNORECASE)
    return bool(is_demand and _LIMIT.search(before))
