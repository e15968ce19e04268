"""What is to be said of an imported text: contradictions, promises without numbers, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.policy.importing.figures_said import spans, vague
from giuloi.core.policy.importing.plain_text import LOOKED_AT, Sentence
from giuloi.core.policy.importing.topics import OPPOSED, TOPICS, Opposed
from giuloi.core.policy.lints import IDENTITY, ITEMS

NEEDED = ("otherwise",)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing a person has to look at: `line` of the plain text (0: nowhere in it), a code, and the sentence."""

    line: int
    code: str
    words: Words


def contradictions(sentences: Sequence[Sentence]) -> Iterator[Remark]:
    """One promise with two different times, and a sentence beside another that does what it denies."""
    for topic in (one for one in TOPICS if one.timed):
        said: dict[str, int] = {}
        for sentence in sentences:
            if topic.fits(sentence.folded):
                for span in spans(sentence.folded):
                    said.setdefault(span, sentence.line)
        if len(said) > 1 and topic.name != "kept":  # terms differ by what is kept: that is no contradiction
            yield _two_times(topic.name, said)
    for opposed in OPPOSED:
        yield from _opposed(opposed, sentences)


def without_numbers(sentences: Sequence[Sentence]) -> Iterator[Remark]:
    """A promise that says when, and not how long: "sớm nhất có thể", "thời gian cần thiết", "vĩnh viễn"."""
    for sentence in sentences:
        timed = [one.name for one in TOPICS if one.timed and one.fits(sentence.folded)]
        if timed and not spans(sentence.folded):
            said = vague(sentence.folded)
            vi, en = (f" (“{said}”)", f" (“{said}”)") if said else ("", "")
            yield Remark(
                sentence.line,
                "no-number",
                Words(f"hứa mà không nói bao lâu{vi}", f"a promise that does not say how long{en}"),
            )
        if "tuyệt đối" in sentence.folded and ("bảo mật" in sentence.folded or "an toàn" in sentence.folded):
            yield Remark(
                sentence.line,
                "absolute",
                Words(
                    "không ai hứa được bảo mật tuyệt đối: hãy nói những biện pháp nào đang có",
                    "nobody can promise absolute secrecy: say which measures there are",
                ),
            )


def too_long(sentences: Iterable[Sentence]) -> Iterator[Remark]:
    """A sentence of which only the beginning was looked through."""
    for sentence in sentences:
        if len(sentence.text) > LOOKED_AT:
            words = Words(
                f"câu dài hơn {LOOKED_AT} ký tự, chỉ phần đầu được xem: hãy chia nhỏ",
                f"a sentence of over {LOOKED_AT} characters, only its beginning was looked at: divide it",
            )
            yield Remark(sentence.line, "long-sentence", words)


def missing(says: Iterable[str], blocks: Iterable[str], front: Mapping[str, str]) -> Iterator[Remark]:
    """What no sentence says: the items of Decree 248/2026 art 5.1 and their neighbours, and what a policy must have."""
    said, there = set(says), set(blocks)
    for name, item in ITEMS.items():
        if name not in said:
            words = Words(
                f"chưa nói: {item.vi} ({item.source}); ví dụ: {item.draft_vi}",
                f"does not say: {item.en} ({item.source}); for example: {item.draft_en}",
            )
            yield Remark(0, f"not-said-{name}", words)
    for key in ("shop", *IDENTITY):
        if key not in front:
            yield Remark(0, f"front-{key}", Words(f"phần đầu: điền {key}", f"front matter: fill in {key}"))
    for label in NEEDED:
        if label not in there:
            words = Words(
                "chưa có điều khoản cho những gì chính sách không nói tới ([otherwise])",
                "no clause for what the policy does not speak of ([otherwise])",
            )
            yield Remark(0, f"needs-{label}", words)


def _two_times(name: str, said: Mapping[str, int]) -> Remark:
    places = ", ".join(f"{span} (dòng {line})" for span, line in said.items())
    lines = ", ".join(f"{span} (line {line})" for span, line in said.items())
    words = Words(f"một lời hứa, hai thời hạn: {places}", f"one promise, two times: {lines}")
    return Remark(max(said.values()), f"two-times-{name}", words)


def _opposed(opposed: Opposed, sentences: Sequence[Sentence]) -> Iterator[Remark]:
    denying = [one for one in sentences if re.search(opposed.denies, one.folded)]
    denied = {one.folded for one in denying}
    doing = [
        one
        for one in sentences
        if one.folded not in denied
        and re.search(opposed.does, one.folded)
        and not (opposed.spared and re.search(opposed.spared, one.folded))
    ]
    for one in doing if denying else ():
        line = denying[0].line
        yield Remark(
            one.line,
            f"contradiction-{opposed.name}",
            Words(f"trái với câu ở dòng {line}", f"contradicts the sentence at line {line}"),
        )
