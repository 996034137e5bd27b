"""Coding any text: nothing is raised, each span is that of the text, the same text gives the same mentions."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.coding import code_report, load_coder
from sitrep.coding.gold import read_gold_document, write_gold_document
from sitrep.language import split_sentences, tokenize
from sitrep.language.tokens import read_word_list
from sitrep.schema import Mention

PROSE_WORDS = (
    "Gunmen shot dead a mayor of Gao on Sunday . The army , with the support of France launched an offensive in Mosul "
    "Iraq 's police arrested 31 students who protested against it killing at least nine \u201cpeople\u201d and "
    "wounding dozens He said they had taken three guards hostage ; talks between Kenya and Uganda were called off "
    "if rebels do not withdraw from Anbar by Friday ( SDF ) no one was hurt to urge attack attacks claimed "
    "responsibility for the bombing MOSUL \u2014 U.S. Gen. last year's raid"
)
WORDS = st.sampled_from(sorted(read_word_list(PROSE_WORDS)))
GAPS = st.sampled_from([" "] * 12 + ["", "\n", "\r\n", "\n\n", "  ", "\u200b", "\u00ad", "\u00a0", "'", '"', "("])
PROSE = st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=80).map(lambda pairs: "".join(map("".join, pairs)))
TEXTS = st.one_of(PROSE, PROSE.map(str.upper), PROSE.map(str.lower), st.text(min_size=1, max_size=200)).filter(
    str.strip
)
PUBLISHED = st.sampled_from([None, "2019-07-08"])


def code(text: str, published: str | None) -> list[Mention]:
    report, _ = read_gold_document({"text": text, "published": published})
    return code_report(load_coder(), report)


@settings(max_examples=300, deadline=None)
@given(TEXTS, PUBLISHED)
def test_each_span_is_that_of_the_text(text: str, published: str | None) -> None:
    for mention in code(text, published):
        assert text[mention.quote_start : mention.quote_end] == mention.quote
        assert text[mention.trigger_start : mention.trigger_end] == mention.trigger
        assert mention.quote_start <= mention.trigger_start < mention.trigger_end <= mention.quote_end
        for party in (*mention.actors, *mention.recipients):
            assert text[party.start : party.end] == party.name != ""
        for place in mention.places:
            assert text[place.start : place.end] == place.name
        if mention.date_text is not None:
            assert text[mention.date_text_start : mention.date_text_end] == mention.date_text
        for toll in (mention.killed, mention.injured, mention.abducted, mention.arrested, mention.personnel):
            assert toll.start is None or text[toll.start : toll.end].strip()
        assert mention.sentences[0] == min(mention.sentences, key=lambda number: number != mention.sentences[0])
        assert len(set(mention.sentences)) == len(mention.sentences)


@settings(max_examples=100, deadline=None)
@given(TEXTS, PUBLISHED)
def test_the_same_text_gives_the_same_mentions(text: str, published: str | None) -> None:
    first = code(text, published)
    assert code(text, published) == first
    assert len({mention.mention_id for mention in first}) == len(first)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_written_sentences_are_those_that_the_mentions_count(text: str) -> None:
    report, _ = read_gold_document({"text": text})
    mentions = code_report(load_coder(), report)
    spans = write_gold_document("x", report, mentions, None)["sentences"]
    for mention in mentions:
        assert spans[mention.sentences[0]] == [mention.quote_start, mention.quote_end]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300) | PROSE)
def test_sentences_and_tokens_leave_out_blanks_alone(text: str) -> None:
    spans = split_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]
    assert "".join(token.text for token in tokenize(text)) == "".join(text.split())
