"""`giuloi policy`: check a policy document, show it, ask it, give its hash, and publish it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from giuloi.core.deadline import VIETNAM
from giuloi.core.fields import FIELD, mask_of
from giuloi.core.gate.decide import decide
from giuloi.core.gate.explain import sentence, wording
from giuloi.core.gate.request import SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.compiler import Compiled
from giuloi.core.policy.diagnostics import Diagnostic, Findings, Language, Severity
from giuloi.core.policy.reader import Block, read
from giuloi.core.policy.vocabulary import STATES
from giuloi.core.terms import CaseKind, Channel, ConsentState, Relation, Standing
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.policy_coverage import coverage
from giuloi.doors.cli.policy_diff import difference
from giuloi.doors.cli.policy_files import compiled, sources
from giuloi.doors.cli.policy_import import imported
from giuloi.doors.cli.publishing import put_in_force
from giuloi.doors.cli.question import Asked, understood
from giuloi.doors.cli.tongue import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Kiểm tra, xem và hỏi chính sách.", "Check, show and ask the policy."),
)

Files = Annotated[
    list[Path],
    typer.Argument(
        exists=True,
        dir_okay=False,
        help=say("tệp chính sách và bản dịch; bỏ trống: bản kèm theo", "the policy and its translations"),
    ),
]
Lang = Annotated[str, typer.Option("--lang", help="vi | en")]
AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help=say("theo luật của ngày này", "under the law of this day")),
]
NO_FILES: list[Path] = []
app.command(help=say("Mỗi lời hứa, ai giữ, giữ đến đâu.", "Each promise, who keeps it, and how far."))(
    coverage
)
app.command(
    name="diff",
    help=say(
        "Bản mới nới gì, chặt gì, đụng tới ai.",
        "What another version loosens or tightens, and whom it touches.",
    ),
)(difference)
app.command(
    name="import",
    help=say(
        "Văn bản thường thành bản nháp có khối đề nghị.", "Plain text becomes a draft with proposed blocks."
    ),
)(imported)
_ANYBODY = "X"  # a recipient the question does not name: consent to a recipient is always by name


@app.command(
    help=say("Kiểm tra: mọi lỗi cùng lúc, đúng dòng.", "Check it: every mistake at once, at its line.")
)
def check(paths: Files = NO_FILES, lang: Lang = "", as_of: AsOf = None) -> None:
    """Exit 1 when it does not compile."""
    language = _language(lang)
    result = compiled(sources(paths), as_of.date() if as_of else None)
    for found in result.diagnostics:
        typer.echo(_told(found, language))
    typer.echo(_summed_up(result, language))
    if result.policy is None:
        raise typer.Exit(1)


@app.command(help=say("In chính sách như khách đọc.", "Print the policy as customers read it."))
def show(
    paths: Files = NO_FILES,
    lang: Lang = "",
    rules: Annotated[bool, typer.Option(help=say("kèm khối quy tắc", "with the rules"))] = False,
) -> None:
    """Clause by clause, in the document's order; with `--rules` also what each means to the machine."""
    language = _language(lang)
    documents = sources(paths)
    policy = _policy(compiled(documents), language)
    blocks = [block for file, text in documents.items() for block in read(file, text, Findings()).blocks]
    titles = {
        part.number: part.title for part in policy.sections.get(language, policy.sections[policy.language])
    }
    for ref in policy.clauses:
        part = ref.partition(".")[0]
        if title := titles.pop(part, ""):
            typer.echo(f"{part}. {title}\n")
        typer.echo(f"{ref}  {wording(ref, policy, language)}\n")
        for block in blocks if rules else ():
            if block.place.clause == ref:
                typer.echo("    " + "\n    ".join(_as_written(block)) + "\n")


@app.command(
    name="hash", help=say("In mã băm của chính sách.", "Print the policy's hash: meaning, wording and law.")
)
def print_hash(paths: Files = NO_FILES, lang: Lang = "") -> None:
    """64 hex digits."""
    typer.echo(_policy(compiled(sources(paths)), _language(lang)).hash)


@app.command(
    help=say(
        "Công bố: khách mới và đơn mới được xét theo bản này; khi đã có thành viên thì từ 7 ngày sau, để báo trước.",
        "Publish it: new customers and orders are judged by it; with members 7 days later, for they are told before.",
    )
)
def publish(
    paths: Files = NO_FILES,
    example: Annotated[
        bool,
        typer.Option(
            "--example", help=say("bản kèm theo, của tiệm bánh bịa", "the invented shop's, as shipped")
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=say("không hỏi lại", "do not ask"))] = False,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--from",
            formats=["%Y-%m-%d"],
            help=say(
                "ngày bắt đầu áp dụng, giờ Việt Nam; mặc định: sớm nhất có thể",
                "the day it is in force from, Viet Nam time; else as soon as may be",
            ),
        ),
    ] = None,
    lang: Lang = "",
) -> None:
    """Nothing is published on an error. Members keep the version they accepted until they accept another."""
    language = _language(lang)
    if bool(paths) == example:  # never the cake shop's by a slip: every customer would be judged by it
        raise typer.BadParameter(
            say("ghi tệp chính sách của mình, hoặc --example", "name your policy's file, or --example"),
            param_hint="FILE",
        )
    documents = sources(paths)
    result = compiled(documents)
    not_kept_yet = sum(found.code == "announced" for found in result.diagnostics)
    for found in result.diagnostics:
        if found.code != "announced":
            typer.echo(_told(found, language), err=found.severity is Severity.ERROR)
    if not_kept_yet:
        typer.echo(_counted(not_kept_yet, language))
    if result.policy is None:
        typer.echo(_summed_up(result, language), err=True)
        raise typer.Exit(1)
    records_ready.set_up()
    put_in_force(documents, result.policy, sure=yes, since=since and since.replace(tzinfo=VIETNAM))


@app.command(
    help=say("Hỏi: việc này có được phép không, theo điều nào?", "Ask: is this allowed, by which clause?")
)
def explain(
    question: Annotated[list[str] | None, typer.Argument(help=say("câu hỏi", "a question"))] = None,
    role: str = "",
    purpose: str = "",
    field: Annotated[list[str] | None, typer.Option()] = None,
    channel: str = "",
    standing: str = "",
    recipient: Annotated[str, typer.Option(help=" | ".join(Relation))] = "",
    consent: Annotated[str, typer.Option(help=" | ".join(ConsentState))] = "",
    recipient_consent: Annotated[str, typer.Option(help=" | ".join(ConsentState))] = "",
    case: Annotated[str, typer.Option(help=" | ".join(CaseKind))] = "",
    policy_file: Annotated[list[Path] | None, typer.Option("--policy", exists=True, dir_okay=False)] = None,
    lang: Lang = "",
) -> None:
    """A question in words, options, or both; options win."""
    language = _language(lang)
    policy = _policy(compiled(sources(policy_file or [])), language)
    asked = understood(" ".join(question or ()), policy)
    asked.role = role or asked.role
    asked.purpose = _purpose(purpose or asked.purpose, policy, language)
    asked.fields = [_word("--field", name, "", FIELD) for name in field or asked.fields]
    asked.channel = _word("--channel", channel or asked.channel, Channel.IN_HOUSE, Channel)
    asked.standing = _word("--standing", standing or asked.standing, Standing.MEMBER, Standing)
    asked.relation = _word("--recipient", recipient or asked.relation, "", ["", *Relation])
    asked.consent = _word("--consent", consent or asked.consent, "", ["", *ConsentState])
    asked.case = _word("--case", case or asked.case, "", ["", *CaseKind])
    asked.role = _word("--role", asked.role, min(policy.purposes[asked.purpose].roles), policy.roles)
    to_recipient = _word("--recipient-consent", recipient_consent, "", ["", *ConsentState])
    _answer(policy, asked, to_recipient, language)


def _answer(policy: Policy, asked: Asked, to_recipient: str, language: Language) -> None:
    """Print what was understood, the decision, and the clause it cites."""
    request = UseRequest(
        purpose=asked.purpose,
        fields=mask_of(asked.fields),
        role=asked.role,
        channel=Channel(asked.channel),
        relation=Relation(asked.relation) if asked.relation else None,
        recipient=_ANYBODY if asked.relation else "",
    )
    facts = SubjectFacts(
        standing=Standing(asked.standing),
        states=asked.states,
        to_purpose=ConsentState(asked.consent) if asked.consent else None,
        to_recipient=ConsentState(to_recipient) if to_recipient else None,
        case=CaseKind(asked.case) if asked.case else None,
    )
    decision = decide(policy, request, facts)
    parts = {
        "role": asked.role,
        "purpose": asked.purpose,
        "field": ",".join(asked.fields),
        "channel": asked.channel,
        "standing": asked.standing,
        "states": ",".join(name for name, state in STATES.items() if state & asked.states),
        "recipient": asked.relation,
        "consent": asked.consent,
        "recipient-consent": to_recipient,
        "case": asked.case,
    }
    typer.echo("  ".join(f"{name}={value}" for name, value in parts.items() if value))
    typer.echo(sentence(decision, request, policy, language))
    typer.echo(f"{decision.clause}: {wording(decision.clause, policy, language)}")


def _language(lang: str) -> Language:
    """`--lang` of the command, else the operator's language; another word is a wrong use."""
    if lang not in ("", "vi", "en"):
        raise typer.BadParameter(f"{lang!r}: vi | en", param_hint="--lang")
    return cast(Language, lang or say("vi", "en"))


def _word(option: str, given: str, default: str, known: Any) -> str:
    """A word of a closed list, or its default; anything else is a wrong use that names the list."""
    word = given or default
    if word in list(known):
        return word
    raise typer.BadParameter(f"{word!r}: {' | '.join(filter(None, map(str, known)))}", param_hint=option)


def _purpose(given: str, policy: Policy, language: Language) -> str:
    """A purpose of the policy; a question that named none is told how to, and what there is."""
    if given:
        return _word("--purpose", given, "", policy.purposes)
    known = ", ".join(
        f"{name} ({rule.vi if language == 'vi' else rule.en})" for name, rule in policy.purposes.items()
    )
    raise typer.BadParameter(
        say(
            f"câu hỏi chưa nói để làm gì: hãy viết “… để giao hàng”, hoặc --purpose với một trong: {known}",
            f"the question does not say what for: write “… for …”, or --purpose with one of: {known}",
        ),
        param_hint="--purpose",
    )


def _policy(result: Compiled, language: Language) -> Policy:
    """The policy, or every error and exit 1."""
    if result.policy is not None:
        return result.policy
    for found in result.diagnostics:
        if found.severity is Severity.ERROR:
            typer.echo(_told(found, language), err=True)
    raise typer.Exit(1)


def _told(found: Diagnostic, language: Language) -> str:
    """One diagnostic: file:line: sentence, its clause, and what to write on a second line."""
    severity = {"vi": {"error": "lỗi", "warning": "lưu ý"}}.get(language, {}).get(
        found.severity, found.severity
    )
    clause = f" ({found.clause})" if found.clause else ""
    sentence_ = f"{found.file}:{found.line}: {severity}: {found.sentence(language)}{clause} [{found.code}]"
    return f"{sentence_}\n    → {found.write(language)}"


def _counted(not_kept_yet: int, language: Language) -> str:
    """One line for all promises that this release does not keep yet: `policy check` names each."""
    vi = f"lưu ý: {not_kept_yet} chỗ chưa được bản này giữ (khách sẽ thấy như vậy): giuloi policy check FILE"
    en = f"warning: {not_kept_yet} places are not kept yet by this release, and shown so: giuloi policy check FILE"
    return vi if language == "vi" else en


def _summed_up(result: Compiled, language: Language) -> str:
    severities = Counter(found.severity for found in result.diagnostics)
    errors, warnings = severities[Severity.ERROR], severities[Severity.WARNING]
    if result.policy is None:
        vi, en = (
            f"Không dùng được: {errors} lỗi, {warnings} lưu ý.",
            f"Not a policy: {errors} errors, {warnings} warnings.",
        )
        return vi if language == "vi" else en
    policy = result.policy
    kept = Counter(kept.coverage.value for kept in policy.kept)
    coverage = ", ".join(f"{name} {count}" for name, count in sorted(kept.items()))
    vi = f"Dùng được: {len(policy.clauses)} điều khoản, {len(policy.purposes)} mục đích, {warnings} lưu ý; {coverage}"
    en = f"A policy: {len(policy.clauses)} clauses, {len(policy.purposes)} purposes, {warnings} warnings; {coverage}"
    return f"{vi if language == 'vi' else en}\n{policy.hash}"


def _as_written(block: Block) -> list[str]:
    """A block the way its writer wrote it: TOML."""
    heading = ".".join(part for part in (block.kind, block.name) if part)
    return [f"[{heading}]", *(f"{key} = {_toml(value)}" for key, value in block.values.items())]


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
