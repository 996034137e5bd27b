"""Splitting a text into words as Universal Dependencies does for English, each with its place in the text.

The model reads words, not strings between blanks: "didn't" is did|n't, "Iraq's" is Iraq|'s, "U.S.-led" is
U.S.|-|led. The rules follow the words of the English Web Treebank and GUM (universaldependencies.org/en); where the two
differ, what is commoner in them holds.
"""

import re
from collections.abc import Iterator

from sitrep.language.tokens import Span, read_word_list

# Words whose full stop belongs to them, in lower case without it.
_ABBREVIATIONS = read_word_list(
    """
    mr mrs ms messrs dr prof st sts rev hon pres gov sen sens rep reps gen lt ltc col maj capt cmdr cdr brig sgt cpl
    pvt pfc adm amb supt insp det spc spec fr jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu
    thur thurs fri sat sun inc corp co ltd bros jr sr vs etc al no nos vol art ph approx ca cf eg esp est dept univ
    div mt ft ave blvd rd ala ariz calif conn fla ill mass mich minn pa penn tenn tex va wash la ed eds pp fig hrs
    mins yrs lb lbs oz ext attn min para mlle mme que sec ch
    """
)
# Keep the stop though it ends the sentence as well; of the others the stop is then a word of its own.
_ALWAYS_STOPPED = read_word_list("jr sr al")
_BEFORE_NUMBER = read_word_list("no nos vol pp fig art sec ch")
# A hyphen after these belongs to the word: "non-state", "co-ordinate".
_PREFIXES = read_word_list(
    """
    non pre anti post co re mid e pro multi ex sub semi neo counter inter extra mini socio arch ultra trans infra
    intra bi tri de cross over psycho un wi
    """
)
# Two words written as one, by the length of the second.
_CONTRACTIONS = {
    3: read_word_list("cannot"),
    2: read_word_list(
        """
        gonna wanna gotta dont doesnt didnt wont isnt cant couldnt wouldnt shouldnt arent wasnt werent havent hasnt
        hadnt aint youre theyre ive youve theyve weve youll theyll
        """
    ),
    1: read_word_list("im thats theres whats hes shes heres wheres"),
}
# As they stand in a text, with the length of the first; in capitals "IM" and "CANT" may be other words.
_JOINED = {"CANNOT": 3} | {
    form: len(word) - length
    for length, words in _CONTRACTIONS.items()
    for word in words
    for form in (word, word.capitalize())
}
_SUFFIXES = (
    r"(?:com|org|net|edu|gov|mil|info|biz|tv|co\.[a-z]{2}|(?:com|org|net|edu|gov|ac)\.[a-z]{2}|docx?|xlsx?|pptx?|pdf|txt"
    r"|html?|php|xml|csv|zip|exe|url|jpe?g|png|gif|mp[34])"
)
_UNITS = (
    r"(?:[ap]\.?m\b|(?-i:[kKmMbpth]|MM|km|kms|mm|cm|kg|kb|KB|GB|MB|ft|bn|mn|tn|bp|Hz|mph|lbs?|hrs?|mins?|secs?|pc)"
    r"|percent|persons|people|years?|days?|minutes|hours)"
)
# Letters' marks, which are no letters to `re`, and what is not seen: soft hyphen, joiners, marks of direction.
_MARKS = (
    r"[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061c\u064b-\u065f\u0670"
    r"\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0903\u093a-\u094f\u0951-\u0957"
    r"\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a70\u0a71\u0abc-\u0acd\u0b3c-\u0b57\u0bbe-\u0bcd"
    r"\u0c3e-\u0c56\u0cbc-\u0cd6\u0d3e-\u0d4d\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ecd"
    r"\u102b-\u103e\u1056-\u1059\u135d-\u135f\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    r"\u2066-\u2069\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]"
)
_EMOJI = r"[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
_LETTERS = rf"[^\W_]++(?:{_MARKS}++[^\W_]*+|_++[^\W_]++)*+"
_NUMBER = r"\d++(?:[.:]\d++|,(?=\d{3}(?!\d)|\d\d,\d{3}(?!\d))\d++)*+"

# Possessive throughout where a second way to match would cost time; every other repetition is bounded.
_WORD = re.compile(
    rf"""
    ([a-z]++)(?![^\s,])                                                                   # most words
    | [,"“”]
    | (?:https?://|www\.|mailto:)[^\s<>"”’)\]]{{1,2000}}(?<![.,;:!?])                     # an address
    | [\w.+%-]{{1,64}}+@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,5}}                           # an e-mail address
    | (?:[\w-]{{1,60}}+\.){{1,6}}{_SUFFIXES}(?![^\W_])(?:/[\w./?=&%\#~+-]{{0,300}}(?<![.?]))?  # example.com  a.xls
    | [@\#][^\W\d_]\w{{0,99}}                                                             # @name  #topic
    | (?:[^\W\d_]\.){{2,8}}(?:[^\W\d_](?![^\W_]))?                                        # U.S.  a.m.
    | [^\W\d_]\.[^\W\d_](?![\w.])                                                         # U.S
    | (?:ph\.d|[mbd]\.sc|ll\.[bdm])\.?(?![^\W_])
    | \d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}(?![^\W_])                                     # 2016-10-17  17/10/2016
    | (?:\d-)?\d{{3}}[-./]\d{{3}}[-.]\d{{4}}(?![^\W_])                                    # a telephone number
    | \d{{3}}-(?!\d\d00)\d{{4}}(?![^\W_])                                                 # the same, not 500-1000
    | \d{{1,2}}/\d{{1,2}}(?![^\W_])                                                       # 9/11
    | \+\d(?:[\d-]{{6,16}}|\d{{0,3}}(?=[ ][(\d]))(?![^\W_])                               # +44
    | \d{{5}}-\d{{4}}(?![^\W_])                                                           # an American post code
    | {_NUMBER}(?:st|nd|rd|th|(?:(?<=0)['’])?s)(?![^\W_])                                 # 5th  1990s  50's
    | {_NUMBER}(?={_UNITS}(?![^\W_]))                                                     # 5|pm
    | {_NUMBER}[^\W_]*+{_MARKS}*+                                                         # 30,000  2.5  10:30
    | (?<![\w.])\.\d++                                                                    # .38
    | [^\W\d_]\.(?=\s++[\w(]|[;,])                                                        # an initial
    | w/o?(?![^\W_]) | s/he\b | (?:us|hk|nz|au?|[cs])\$(?=\s?\d)
    | ({_MARKS}*+{_LETTERS}(?:[-‐‑'’`&]{_LETTERS})*+)                                     # cease-fire  didn't  AT&T
    | (?<![^\W_])['’]\d\ds?(?!\w)                                                         # '72
    | ['’](?:s|re|ve|ll|d|m|em)(?![^\W_])
    | \.{{2,}}+ | [!?]{{2,}}+ | \.\?(?![.!?]) | ([-*_=<>~\#+|])\3++ | ['’]{{2}} | `{{2}} | ‘’
    | [:;=]-?(?:[()]{{1,3}}+|[dp])(?!\w) | \^_\^                                          # :-)
    | &\#?\w{{2,8}};
    | [\U0001f1e6-\U0001f1ff]{{2}}                                                        # a flag
    | {_EMOJI}(?:{_MARKS}|[\U0001f3fb-\U0001f3ff]|(?<=\u200d){_EMOJI})*+                  # a family is one sign
    | \S{_MARKS}*+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PARTS = re.compile(r"[-‐‑'’`]")
_NEGATION = re.compile(r"n['’`]t$", re.IGNORECASE)
_CLITIC = re.compile(r"['’`](?:s|re|ve|ll|d|m)$", re.IGNORECASE)
_LONGEST_WORD = 100  # characters; what is longer is cut, so that no word costs more than a line


def split_words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the words of `text[start:end]`, as offsets into `text`, in order and without overlap.

    "Iraq's U.S.-led allies didn't pay $2.5m." ->
    Iraq | 's | U.S. | - | led | allies | did | n't | pay | $ | 2.5 | m | .

    Give it a sentence: whether a stop is the abbreviation's or the sentence's shows at the end alone. Between two
    words stand blanks or nothing: every other character is in a word.
    """
    stop = len(text) if end is None else end
    make = Span._make
    words: list[Span] = []
    add = words.append
    done = start
    for match in _WORD.finditer(text, start, stop):
        kind = match.lastindex
        first, last = span = match.span()
        if kind == 1:  # letters alone
            word = match.group()
            if word in _JOINED:
                cut = first + _JOINED[word]
                words += (Span(first, cut), Span(cut, last))
            elif last - first <= _LONGEST_WORD:
                add(make(span))
            else:
                words.extend(_cut_overlong(first, last))
        elif first < done:  # the stop of an abbreviation, already in its word
            if done < last:
                words.extend(_cut_overlong(done, last))
        elif last - first > _LONGEST_WORD:
            words.extend(_cut_overlong(first, last))
        elif kind == 2:
            word = match.group()
            if last < stop and text[last] == "." and _bears_stop(text, word.lower(), last + 1, stop):
                done = last + 1
                add(Span(first, done))
            elif word in _JOINED:
                cut = first + _JOINED[word]
                words += (Span(first, cut), Span(cut, last))
            elif _PARTS.search(word):
                words.extend(_split_parts(word, first))
            else:
                add(make(span))
        else:
            add(make(span))
    return words


def _cut_overlong(start: int, end: int) -> Iterator[Span]:
    for cut in range(start, end, _LONGEST_WORD):
        yield Span(cut, min(cut + _LONGEST_WORD, end))


def _split_parts(word: str, start: int) -> Iterator[Span]:
    """Yield the parts of a word with a hyphen or an apostrophe in it."""
    cut = _NEGATION.search(word) or _CLITIC.search(word)
    tail = cut.start() if cut and cut.start() else len(word)
    first = 0
    for match in _PARTS.finditer(word, 1, tail):
        index = match.start()
        if word[index] in "-‐‑" and not (first == 0 and _is_prefix(word[:index])):
            yield from (Span(start + first, start + index), Span(start + index, start + index + 1))
            first = index + 1
    yield Span(start + first, start + tail)
    if tail < len(word):
        yield Span(start + tail, start + len(word))


def _is_prefix(word: str) -> bool:
    return word.lower() in _PREFIXES and word != "UN"


def _bears_stop(text: str, word: str, after: int, end: int) -> bool:
    """Return whether the stop that ends at `after` is the abbreviation's: "Gen. Ali", "No.5"; not "He said no."."""
    if word not in _ABBREVIATIONS:
        return False
    if after >= end:
        return word in _ALWAYS_STOPPED
    return not text[after].isalnum() or (word in _BEFORE_NUMBER and text[after].isdigit())
