"""What the blocks of a policy come to mean, joined with the law and with what this release keeps."""

from __future__ import annotations

import re

import pytest

from giuloi.core.fields import FIELD, mask_of, names_in
from giuloi.core.policy.clauses import Policy, Unless
from giuloi.core.policy.compiler import compile_policy
from giuloi.core.policy.coverage import KEEPERS
from giuloi.core.terms import Channel, Coverage, LegalBasis, RetentionClass, Standing, SubjectState
from giuloi.records.keepers import KEEPERS as KEEPERS_TODAY
from giuloi.records.lawbook import lawbook
from tests.core.policy.corpus import FOLDER, TODAY, compiled, shipped

HEAD = '---\nshop = "Tiệm Hạt Mè"\nlaw = ["vn"]\n---\n<!-- with: rest -->\n'
REST = (FOLDER / "rest.md").read_text(encoding="utf-8")


def policy_of(blocks: str) -> Policy:
    """A policy with one clause A.1 holding these blocks, and the rest."""
    result = compiled(f"{HEAD}### A.1\nMột câu.\n```rule\n{blocks}\n```\n{REST}")
    assert result.policy is not None, [
        str(found) for found in result.diagnostics if found.severity == "error"
    ]
    return result.policy


SUPPLY = """
[purpose.supply]
basis = {{ guest = "contract", member = "consent" }}
uses = ["name", "purchases", "delivery_address", "invoice"]
roles = ["desk"]
[retain.supply]
fields = {fields}
use = "{use}"
from = "{start}"
{more}
"""


def retained(fields: str, use: str = "90d", start: str = "order_closed", more: str = "") -> list[tuple]:
    """What one retain block becomes: fields, used until, stored until, counted from, cited."""
    policy = policy_of(SUPPLY.format(fields=fields, use=use, start=start, more=more))
    return [
        (names_in(r.fields), str(r.use), str(r.store), r.store_from or r.start, r.cite)
        for r in policy.retentions
        if r.name.startswith("supply")
    ]


def test_a_term_below_the_floor_is_split_into_use_and_storage() -> None:
    """Law 122/2025 art 16.2.b: the contract is stored three years, used only as promised."""
    assert retained('["purchases"]') == [(("purchases",), "90d", "3y", "contract", "Law 122 16.2.b")]


def test_only_the_fields_under_a_floor_are_stored() -> None:
    """A name beside the contract is not kept longer for it."""
    contract, voucher, rest = retained('["name", "purchases", "invoice"]')
    assert contract[0] == ("purchases",)
    assert voucher[:4] == (("invoice",), "90d", "10y", "end_of_fiscal_year")
    assert rest == (("name",), "90d", "None", "order_closed", "")


def test_a_term_at_the_floor_stands_as_it_is_written() -> None:
    """Three years from a later day keep three years from the contract."""
    assert retained('["purchases"]', more='store = "3y"\ncite = "luật"') == [
        (("purchases",), "90d", "3y", "order_closed", "luật")
    ]


def test_a_term_counted_from_an_earlier_day_is_carried_to_the_day_of_the_law() -> None:
    """Ten years from closing the order end before ten years from the end of the fiscal year."""
    ((_, _, store, start, cite),) = retained('["invoice"]', more='store = "11y"\ncite = "luật"')
    assert (store, start) == ("11y", "end_of_fiscal_year")
    assert cite.startswith("Accounting Law")


def test_every_order_field_lies_under_the_floor_of_the_contract() -> None:
    """One data key holds them: what is stored of an order is stored together."""
    for field in FIELD.values():
        if field.klass is RetentionClass.ORDER:
            blocks = SUPPLY.replace('"purchases", "delivery_address"', f'"{field.name}"').format(
                fields=f'["{field.name}"]', use="90d", start="order_closed", more=""
            )
            assert [str(r.store) for r in policy_of(blocks).retentions if r.name == "supply"] == ["3y"]


CONTACTS = """
[purpose.promotion]
basis = "consent"
uses = ["name"]
channels = ["sms", "email", "zalo"]
roles = ["desk"]
topic = true
{more}
"""


def test_the_law_fills_in_what_a_topic_leaves_open() -> None:
    """Decree 91/2020: three text messages a day, from seven to twenty-two; nothing is said of Zalo."""
    rules = {rule.channel: rule for rule in policy_of(CONTACTS.format(more="")).contacts}
    assert (rules[Channel.SMS].hours, rules[Channel.SMS].per_day) == (("07:00", "22:00"), 3)
    assert (rules[Channel.EMAIL].hours, rules[Channel.EMAIL].per_day) == (None, 3)
    assert "91/2020" in rules[Channel.SMS].cite
    assert Channel.ZALO not in rules


def test_a_stricter_rule_of_the_shop_stands() -> None:
    """What the shop promises is what binds; the law only adds what it left open."""
    policy = policy_of(CONTACTS.format(more='[contact.sms]\nhours = ["09:00", "17:00"]'))
    rule = next(rule for rule in policy.contacts if rule.channel is Channel.SMS)
    assert (rule.hours, rule.per_day) == (("09:00", "17:00"), 3)


def test_unrelated_recipients_need_consent_by_name_unless_the_permit_says_otherwise() -> None:
    """The stricter of the two is what silence means."""
    permit = '[permit.one]\npurposes = ["rights"]\nfields = ["email"]\nrecipients = ["{}"]'
    assert policy_of(permit.format("unrelated")).permits[0].consent is Unless.CONSENT_TO_RECIPIENT
    assert policy_of(permit.format("processor")).permits[0].consent is Unless.CONSENT_TO_PURPOSE


def test_a_category_stands_for_its_fields_also_through_another() -> None:
    """Categories may name one another."""
    policy = policy_of(
        '[category.all]\nfields = ["reach", "name"]\n[category.reach]\nfields = ["email"]\nsensitive = true\n'
    )
    assert policy.categories == {"all": mask_of(["name", "email"]), "reach": mask_of(["email"])}
    assert policy.sensitive == mask_of(["email"])


def test_one_word_of_basis_counts_for_both_standings() -> None:
    """`basis = "legal_obligation"` is short for naming both."""
    rule = policy_of("").purposes["rights"]
    assert rule.basis == dict.fromkeys(Standing, LegalBasis.LEGAL_OBLIGATION)


def test_the_customer_and_our_own_code_need_no_role_block() -> None:
    """`self` is a role of every policy that uses it, with its name in both languages."""
    role = policy_of("").roles["self"]
    assert (role.vi, role.en) == ("chính quý khách", "the customer")


def test_a_block_that_cannot_be_read_costs_itself_only() -> None:
    """One slip in a role does not make every purpose that names it wrong as well."""
    text = (FOLDER / "rest.md").read_text(encoding="utf-8").replace('vi = "quầy"', "vi = quầy")
    assert [d.code for d in compiled(HEAD + text).diagnostics if d.severity == "error"] == ["toml"]


# ----------------------------------------------------------------------------------------------- coverage


def coverage_of(policy: Policy) -> dict[str, Coverage]:
    """Each promise with how far it is kept."""
    return {kept.promise: kept.coverage for kept in policy.kept}


def test_a_kept_keeper_enforces_an_announced_one_does_not() -> None:
    """Announced is shown as not kept yet, and warned of once."""
    keepers = {**dict.fromkeys(KEEPERS, "kept"), "retention": "announced"}
    result = compile_policy(shipped(), law=lawbook(), keepers=keepers, as_of=TODAY)
    assert result.policy is not None
    found = coverage_of(result.policy)
    assert found["purpose.supply"] is Coverage.ENFORCED
    assert found["retain.orders"] is Coverage.NOT_KEPT_YET
    assert [d.line for d in result.diagnostics if d.code == "announced"] == [260]


def test_one_block_may_have_a_keeper_of_its_own() -> None:
    """ "require.locks" speaks of that measure, not of all measures."""
    text = f"{HEAD}### A.1\nMột câu.\n```rule\n[require.locks]\n[require.doors]\n```\n{REST}"
    keepers = {**dict.fromkeys(KEEPERS, "kept"), "require.locks": "announced"}
    policy = compile_policy({"p.md": text}, law=lawbook(), keepers=keepers, as_of=TODAY).policy
    assert policy is not None
    found = coverage_of(policy)
    assert (found["require.locks"], found["require.doors"]) == (Coverage.NOT_KEPT_YET, Coverage.ENFORCED)


@pytest.mark.parametrize("label", ["ring", "promise.ring", "visit"])
def test_what_people_do_is_never_called_enforced(label: str) -> None:
    """[kept] marks a promise of its clause, or one that no block holds, as procedural."""
    ring = '[promise.ring]\nkinds = ["call_back"]\nwithin = "24h"\nfrom = "received"\nby = "desk"\n'
    found = coverage_of(policy_of(f'{ring}[kept]\n{label} = "procedural"'))
    assert found["visit" if label == "visit" else "promise.ring"] is Coverage.PROCEDURAL
    assert (found["promise.ring"] is Coverage.ENFORCED) == (label == "visit")


def test_every_clause_of_the_shipped_policy_has_a_coverage() -> None:
    """The trust page says of each clause how far it is kept."""
    policy = compiled(shipped()).policy
    assert policy is not None
    assert {kept.clause for kept in policy.kept} == set(policy.clauses)


def test_the_authority_clock_has_a_keeper_of_its_own() -> None:
    """Answering an authority is another feature than answering a customer."""
    policy = compiled(shipped()).policy
    assert policy is not None
    keepers = {kept.promise: kept.keeper for kept in policy.kept}
    assert keepers["promise.authority"] == keepers["promise.authority_urgent"] == "authority"
    assert keepers["promise.answer"] == "answer_clock"


def test_the_shipped_policy_means_what_its_sentences_say() -> None:
    """A few of its sentences, as the machine holds them."""
    policy = compiled(shipped()).policy
    assert policy is not None
    (answer,) = (clock for clock in policy.clocks if clock.name == "answer")
    assert (answer.clause, str(answer.within), answer.by, len(answer.kinds)) == ("IV.3", "24h", "care", 14)
    assert policy.otherwise == "II.1"
    frozen = next(p for p in policy.prohibitions if p.states & SubjectState.FROZEN)
    assert (frozen.purposes, frozen.beyond, frozen.unless) == (frozenset(), frozenset(), None)
    assert policy.says["đ"] == "IV.2"
    assert policy.figures["rights.erase.do"].source.startswith("Decree 356/2025")


GIFT = '[promise.gift]\nkinds = ["copy"]\nwithin = "1h"\nfrom = "received"\nby = "care"\n'
CHILDREN = '[prohibit.children]\npurposes = ["promotion"]\nstates = ["minor"]\n'


@pytest.mark.parametrize(
    ("block", "kept"),
    [
        ('[require.never_abroad]\nkeeper = "gate"', Coverage.NOT_KEPT_YET),
        (f'{GIFT}keeper = "gate"', Coverage.PROCEDURAL),
        (CHILDREN, Coverage.ENFORCED),
        (f'{CHILDREN}keeper = "incident_clock"', Coverage.PROCEDURAL),
    ],
)
def test_a_sentence_is_not_enforced_because_it_names_its_keeper(block: str, kept: Coverage) -> None:
    """A keeper that is named can only weaken what the feature of its kind does."""
    words = "Không ai, kể cả chủ tiệm, có thể sao chép dữ liệu."
    added = {
        "shop.vi.md": f"\n### IX.1\n{words}\n```rule\n{block}\n```\n",
        "shop.en.md": "\n### IX.1\nNobody can.\n",
    }
    sources = {name: text + added[name] for name, text in shipped().items()}
    policy = compile_policy(sources, law=lawbook(), keepers=KEEPERS_TODAY, as_of=TODAY).policy
    assert policy is not None
    assert [one.coverage for one in policy.kept if one.clause == "IX.1"] == [kept]


@pytest.mark.parametrize("value", ["true", "3", "1979-05-27", "{}", '["x", 1]', "[[]]", "[{}]"])
def test_kinds_that_are_no_list_are_a_mistake_at_their_line(value: str) -> None:
    """Any value can be typed; none ends the reading."""
    source = re.sub(r"(?m)^kinds\s*=.*$", f"kinds = {value}", shipped()["shop.vi.md"], count=1)
    result = compiled({**shipped(), "shop.vi.md": source})
    assert result.policy is None
    assert any(one.code == "wrong-type" for one in result.diagnostics) or value == '["x", 1]'
