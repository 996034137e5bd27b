import pytest

from sitrep.language.encoding import KNOWN, SHAPES, KnownNames, WordEncoder, find_shapes, is_caseless, pad_batch
from sitrep.reference import locate_reference

NAMES = KnownNames(
    {
        "khan younis": "p",
        "khan": "p",
        "us": "A",
        "iraq": "c",
        "taliban": "a",
        "gen.": "t",
        "iraqi": "d",
        "new york": "p",
    }
)


@pytest.fixture(scope="module")
def encoder() -> WordEncoder:
    return WordEncoder.load(locate_reference("model", "model.json").parent)


def mark(text: str, *, caseless: bool = False) -> list[str]:
    return [KNOWN[number] for number in NAMES.mark(text.split(), caseless=caseless)]


def test_the_longest_name_counts() -> None:
    assert mark("in Khan Younis") == ["none", "place", "in place"]
    assert mark("Khan said") == ["place", "none"]


def test_a_name_begins_with_a_capital_where_there_are_capitals() -> None:
    assert mark("the khan said Iraq") == ["none", "none", "none", "country"]
    assert mark("the khan said iraq", caseless=True) == ["none", "place", "none", "country"]


def test_an_acronym_is_known_in_capitals_alone() -> None:
    assert mark("US envoys told us") == ["actor", "none", "none", "none"]
    assert mark("us envoys", caseless=True) == ["none", "none"]


def test_titles_are_known_in_either_case() -> None:
    assert mark("Gen. and gen. met") == ["title", "none", "title", "none"]


def test_capitals_say_nothing_where_all_or_none_are() -> None:
    assert is_caseless(["ARMY", "RETAKES", "3", "TOWNS"])
    assert is_caseless(["army", "retakes", "it"])
    assert not is_caseless(["Army", "retakes", "it"])


def test_shapes_tell_what_a_word_looks_like() -> None:
    words = ["(", "Two", "ISIL", "McCain", "30,000", "5th", "3", "I", "said", "😀😀"]
    assert [SHAPES[shape] for shape in find_shapes(words, caseless=False)] == [
        "mark", "first", "upper", "mixed", "digits", "alphanumeric", "digits", "capital", "lower", "other",
    ]  # fmt: skip


def test_upper_and_lower_case_are_read_alike(encoder: WordEncoder) -> None:
    words = ["rebels", "killed", "3", "men", "in", "iraq"]
    assert encoder.encode(words) == encoder.encode([word.upper() for word in words])


def test_every_word_has_pieces_and_a_start(encoder: WordEncoder) -> None:
    words = ["Salahuddin", "\u200b", "😀", "x" * 90, "\u202e", "\ufffd"]
    encoded = encoder.encode(words)
    assert len(encoded.starts) == len(words)
    assert len(encoded.pieces) == len(encoded.shapes) == len(encoded.known)
    assert encoded.starts == sorted(set(encoded.starts))
    assert encoded.starts[0] > 0
    assert encoded.starts[-1] < len(encoded.pieces) - 1


def test_a_batch_is_padded_to_its_width(encoder: WordEncoder) -> None:
    sentences = [encoder.encode(["Rebels", "fled"]), encoder.encode(["They", "fled", "."])]
    batch = pad_batch(sentences, encoder.pad, 8)
    assert batch["pieces"].shape == (2, 8)
    assert batch["starts"].shape == (2, 7)
    assert batch["starts"][0].tolist() == [0, *sentences[0].starts, 0, 0, 0, 0]
    assert batch["pieces"][0, len(sentences[0].pieces) :].tolist() == [encoder.pad] * (8 - len(sentences[0].pieces))
    assert batch["length"].tolist() == [len(sentences[0].pieces), len(sentences[1].pieces)]
