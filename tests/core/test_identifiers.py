"""One person, one normal form: however a number, an address or a name is spelled."""

from __future__ import annotations

import unicodedata

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from giuloi.core.identifiers import LONGEST, SENTENCES, Kind, Unnormalisable, norm_v1
from giuloi.core.terms import NotAnIdentifier, NotATerm

AN = "+84912345678"

SPELLINGS: dict[str, tuple[Kind, str, str]] = {
    "plain": ("phone", "0912345678", AN),
    "spaced": ("phone", "0912 345 678", AN),
    "dotted": ("phone", "0912.345.678", AN),
    "dashed": ("phone", "0912-345-678", AN),
    "non-breaking hyphens": ("phone", "0912‑345‑678", AN),
    "en dashes": ("phone", "0912–345–678", AN),
    "minus signs": ("phone", "0912−345−678", AN),
    "brackets": ("phone", "(0912) 345 678", AN),
    "slash": ("phone", "091/2345678", AN),
    "non-breaking spaces": ("phone", "0912\u00a0345\u00a0678", AN),
    "surrounding space": ("phone", "  0912345678\n", AN),
    "zero-width inside": ("phone", "0912\u200b345\u200d678", AN),
    "direction marks": ("phone", "\u202a0912345678\u202c", AN),
    "byte order mark": ("phone", "\ufeff0912345678", AN),
    "full width": ("phone", "０９１２３４５６７８", AN),
    "Arabic digits": ("phone", "٠٩١٢٣٤٥٦٧٨", AN),
    "with country": ("phone", "+84912345678", AN),
    "with country, spaced": ("phone", "+84 91 234 56 78", AN),
    "full-width plus": ("phone", "＋84912345678", AN),
    "country and trunk zero": ("phone", "+84 0912345678", AN),
    "trunk zero in brackets": ("phone", "+84(0)912345678", AN),
    "everything in brackets": ("phone", "(+84)(0)912 345 678", AN),
    "country without plus": ("phone", "84912345678", AN),
    "international access code": ("phone", "0084912345678", AN),
    "zero lost in a spreadsheet": ("phone", "912345678", AN),
    "tel link": ("phone", "tel:+84-912-345-678", AN),
    "tel link with extension": ("phone", "TEL:+84912345678;ext=12", AN),
    "extension in English": ("phone", "0912 345 678 ext. 5", AN),
    "extension with x": ("phone", "0912345678x5", AN),
    "extension with hash": ("phone", "0912345678 #12", AN),
    "extension in Vietnamese": ("phone", "0912345678 máy lẻ 101", AN),
    "branch in Vietnamese": ("phone", "(0912) 345678 nhánh: 3", AN),
    "landline, Ho Chi Minh City": ("phone", "028 3812 3456", "+842838123456"),
    "landline, Hanoi": ("phone", "(024) 3826 1234", "+842438261234"),
    "old Viettel": ("phone", "0162 123 4567", "+84321234567"),
    "old Viettel 169": ("phone", "01691234567", "+84391234567"),
    "old MobiFone": ("phone", "0120 123 4567", "+84701234567"),
    "old MobiFone 121": ("phone", "01211234567", "+84791234567"),
    "old VinaPhone": ("phone", "0123 123 4567", "+84831234567"),
    "old VinaPhone 127": ("phone", "01271234567", "+84811234567"),
    "old VinaPhone 129": ("phone", "01291234567", "+84821234567"),
    "old Vietnamobile": ("phone", "0186 123 4567", "+84561234567"),
    "old Vietnamobile 188": ("phone", "01881234567", "+84581234567"),
    "old Gmobile": ("phone", "0199 123 4567", "+84591234567"),
    "old with country": ("phone", "+84 162 123 4567", "+84321234567"),
    "old with country, no plus": ("phone", "841621234567", "+84321234567"),
    "old with access code": ("phone", "0084 0162 123 4567", "+84321234567"),
    "old, zero lost": ("phone", "1621234567", "+84321234567"),
    "new VinaPhone 084 is not a country": ("phone", "0841 234 567", "+84841234567"),
    "United States": ("phone", "+1 650-253-0000", "+16502530000"),
    "United Kingdom": ("phone", "+44 (0)20 7946 0018", "+442079460018"),
    "Italy keeps its zero": ("phone", "+39 06 698 1234", "+39066981234"),
    "Laos": ("phone", "+856 20 5555 1234", "+8562055551234"),
    "plain address": ("email", "an@example.vn", "an@example.vn"),
    "capitals": ("email", "An.Nguyen@Example.VN", "an.nguyen@example.vn"),
    "surrounded address": ("email", " an@example.vn\r\n", "an@example.vn"),
    "full-width address": ("email", "ａｎ＠ｅｘａｍｐｌｅ．ｖｎ", "an@example.vn"),
    "soft hyphen": ("email", "a\u00adn@example.vn", "an@example.vn"),
    "variation selector": ("email", "an\ufe0f@example.vn", "an@example.vn"),
    "dots stay": ("email", "a.n@example.vn", "a.n@example.vn"),
    "tags stay": ("email", "an+shop@example.vn", "an+shop@example.vn"),
    "Vietnamese domain": ("email", "an@cửahàng.example.vn", "an@xn--cahng-tqa2694c.example.vn"),
    "Vietnamese domain, capitals, NFD": (
        "email",
        unicodedata.normalize("NFD", "an@CỬAHÀNG.example.vn"),
        "an@xn--cahng-tqa2694c.example.vn",
    ),
    "German domain": ("email", "an@Bücher.example", "an@xn--bcher-kva.example"),
    "ideographic full stop": ("email", "an@example。vn", "an@example.vn"),
    "source": ("source", " woocommerce:shop1:customer:2 ", "woocommerce:shop1:customer:2"),
    "source keeps its capitals": (
        "source",
        "kiotviet:shop1:customer:KH0001",
        "kiotviet:shop1:customer:KH0001",
    ),
    "source with a path": (
        "source",
        "shopify:s1:gid://shopify/Customer/7",
        "shopify:s1:gid://shopify/Customer/7",
    ),
}

REFUSED: dict[str, tuple[Kind, str, str]] = {
    "nothing": ("phone", "", "empty"),
    "only space": ("email", " \u00a0 ", "empty"),
    "only invisible": ("name", "\u200b\u3164", "empty"),
    "all zeros": ("phone", "0000000000", "phone_invalid"),
    "one to nine": ("phone", "0123456789", "phone_invalid"),
    "emergency": ("phone", "113", "phone_invalid"),
    "a digit short": ("phone", "091234567", "phone_invalid"),
    "a digit long": ("phone", "09123456789", "phone_invalid"),
    "two numbers": ("phone", "0912345678/0987654321", "phone_invalid"),
    "two numbers with comma": ("phone", "0912345678, 0987654321", "phone_letters"),
    "keypad letters": ("phone", "0800 FLOWERS", "phone_letters"),
    "a note beside it": ("phone", "0912345678 (Bình)", "phone_letters"),
    "letter O for zero": ("phone", "O912345678", "phone_letters"),
    "plus in the middle": ("phone", "09123+45678", "phone_letters"),
    "foreign without plus": ("phone", "16502530000", "phone_invalid"),
    "old prefix that never was": ("phone", "0130 123 4567", "phone_invalid"),
    "tab inside": ("phone", "0912\t345678", "unreadable"),
    "null": ("email", "an\0@example.vn", "unreadable"),
    "half a surrogate": ("name", "An\ud800", "unreadable"),
    "unassigned": ("name", "An\u0378", "unreadable"),
    "private use": ("name", "An\ue000", "unreadable"),
    "too long": ("phone", "0" * 65, "too_long"),
    "no at": ("email", "an.example.vn", "email_shape"),
    "nothing before at": ("email", "@example.vn", "email_shape"),
    "two ats": ("email", "an@binh@example.vn", "email_shape"),
    "space inside": ("email", "an nguyen@example.vn", "email_shape"),
    "with a display name": ("email", "An <an@example.vn>", "email_shape"),
    "quoted local part": ("email", '"an"@example.vn', "email_shape"),
    "double dot": ("email", "a..n@example.vn", "email_shape"),
    "dot at the end": ("email", "an.@example.vn", "email_shape"),
    "two addresses": ("email", "an@example.vn,binh@example.vn", "email_shape"),
    "local part over 64 bytes": ("email", "a" * 65 + "@example.vn", "email_shape"),
    "no domain": ("email", "an@", "email_domain"),
    "one label": ("email", "an@localhost", "email_domain"),
    "dot after": ("email", "an@example.vn.", "email_domain"),
    "IP address": ("email", "an@127.0.0.1", "email_domain"),
    "IP literal": ("email", "an@[127.0.0.1]", "email_domain"),
    "hyphen first": ("email", "an@-example.vn", "email_domain"),
    "underscore": ("email", "an@exa_mple.vn", "email_domain"),
    "label over 63": ("email", f"an@{'a' * 64}.vn", "email_domain"),
    "a name of digits": ("name", "12 3", "name_letters"),
    "source of two parts": ("source", "woocommerce:2", "source_shape"),
    "source with a space": ("source", "woocommerce:shop 1:customer:2", "source_shape"),
}

MEET: dict[str, tuple[str, ...]] = {
    "tone on either vowel": ("Hòa", "Hoà", "HÒA", "hoà", "ｈòa"),
    "tone with uy": ("Thúy", "Thuý", "THUÝ"),
    "tone with oe": ("Khỏe", "Khoẻ"),
    "mark order": ("Tiến", "Tie\u0302\u0301n", "Tie\u0301\u0302n", unicodedata.normalize("NFD", "TIẾN")),
    "dot below and circumflex": ("Huệ", "Hue\u0323\u0302", "Hue\u0302\u0323"),
    "horn and tone": ("Phượng", "Phu\u031bo\u031b\u0323ng", "Phuo\u0323\u031bng".replace("u", "ư", 1)),
    "eth for đ": ("Đặng Văn Đô", "Ðặng Văn Ðô", "ðặng văn ðô", "Ɖặng Văn Ɖô", "ĐẶNG VĂN ĐÔ"),
    "white space": ("Nguyễn  Thị\u00a0An", "nguyễn thị an", " NGUYỄN THỊ AN "),
    "deprecated tone marks": ("Hòa", "Ho\u0340a"),
    "zero-width inside a name": ("An", "A\u200bn", "A\u034fn"),
}

APART = [
    ("An", "Ân"),
    ("Hòa", "Hóa"),
    ("Dũng", "Đũng"),
    ("Tú", "Tư"),
    ("Hà", "Ha"),
    ("Bình Minh", "BìnhMinh"),
]

KINDS: tuple[Kind, ...] = ("phone", "email", "name", "source")


@pytest.mark.parametrize(("kind", "text", "form"), SPELLINGS.values(), ids=SPELLINGS)
def test_every_spelling_has_its_normal_form(kind: Kind, text: str, form: str) -> None:
    """However a person writes it, it is found under one form."""
    assert norm_v1(kind, text) == form
    assert norm_v1(kind, form) == form


def test_there_are_at_least_sixty_named_spellings() -> None:
    """The table is the specification: it does not shrink unnoticed."""
    assert len(SPELLINGS) >= 60


@pytest.mark.parametrize(("kind", "text", "code"), REFUSED.values(), ids=REFUSED)
def test_what_has_no_normal_form_is_refused_with_a_reason(kind: Kind, text: str, code: str) -> None:
    """A wrong value is refused when it is written, not indexed under a form nobody will look up."""
    with pytest.raises(Unnormalisable) as refused:
        norm_v1(kind, text)
    assert refused.value.code == code


@pytest.mark.parametrize(("kind", "text", "code"), REFUSED.values(), ids=REFUSED)
def test_no_refusal_repeats_the_value(kind: Kind, text: str, code: str) -> None:
    """What is raised may be logged: neither its sentences nor its causes hold the value."""
    with pytest.raises(NotAnIdentifier) as refused:
        norm_v1(kind, text)
    error = refused.value
    said = " ".join((str(error), repr(error), SENTENCES[code][0], SENTENCES[code][1]))
    assert len(text.strip()) < 5 or text.strip() not in said
    assert error.__cause__ is None
    assert error.__context__ is None


def test_every_refusal_has_a_sentence_in_both_languages() -> None:
    """Whoever is refused reads why, in their language."""
    for vi, en in SENTENCES.values():
        assert not vi.isascii()
        assert en.isascii()


@pytest.mark.parametrize("spellings", MEET.values(), ids=MEET)
def test_spellings_of_one_name_meet(spellings: tuple[str, ...]) -> None:
    """A search for Hòa finds Hoà."""
    assert len({norm_v1("name", text) for text in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_names_stay_apart(one: str, other: str) -> None:
    """Folding never loses a letter or a tone: An is not Ân."""
    assert norm_v1("name", one) != norm_v1("name", other)


def test_another_kind_is_not_a_term() -> None:
    """A misspelled kind is a mistake of ours, said as one."""
    with pytest.raises(NotATerm, match="the kinds are phone, email, name, source"):
        norm_v1("fax", "0912345678")  # type: ignore[arg-type]


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_the_form_of_every_country_is_stable(region: str) -> None:
    """An example number of each country normalises, and its form normalises to itself."""
    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    number = number or phonenumbers.example_number(region)
    form = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert norm_v1("phone", form) == form
    assert (
        norm_v1("phone", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
        == form
    )


separators = st.sampled_from(["", " ", ".", "-", "\u00a0", "‑", "\u200b"])


@given(
    st.sampled_from(["32", "39", "56", "70", "79", "83", "91", "98"]), st.integers(0, 9_999_999), st.data()
)
def test_separators_and_prefixes_never_matter(operator: str, rest: int, data: st.DataObject) -> None:
    """Every Vietnamese mobile number has one form under all ways to write it."""
    digits = f"{operator}{rest:07d}"
    spelled = "".join(digit + data.draw(separators) for digit in digits)
    country = data.draw(st.sampled_from(["0", "+84", "84", "0084", "+84 0", "(+84) "]))
    assert norm_v1("phone", country + spelled) == f"+84{digits}"


letters = st.text(
    st.sampled_from("aăâeêioôơuưyđdnhtgcAĂÂEÊĐðÐ \u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"),
    max_size=30,
)
anything = st.text(max_size=80) | letters | st.text(st.sampled_from("0123456789+-(). x#@a.vn"), max_size=40)


@settings(max_examples=400)
@given(st.sampled_from(KINDS), anything)
@example("email", "ß@straße.vn")
@example("name", "İstanbul ﬃ ΐ ǰ")
@example("phone", "+" * 64)
def test_norm_is_idempotent_and_raises_nothing_else(kind: Kind, text: str) -> None:
    """Any text has a form that is its own form, or is refused: nothing else happens."""
    try:
        form = norm_v1(kind, text)
    except NotAnIdentifier:
        return
    assert norm_v1(kind, form) == form


@given(letters)
def test_composition_of_characters_never_matters(text: str) -> None:
    """NFC, NFD, NFKC and NFKD of one name meet."""
    forms = set()
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        try:
            forms.add(norm_v1("name", unicodedata.normalize(form, text)))
        except NotAnIdentifier as refused:
            forms.add(type(refused).__name__)
    assert len(forms) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_length_is_limited_before_anything_is_read(kind: Kind) -> None:
    """A megabyte in a form field costs nothing."""
    with pytest.raises(Unnormalisable, match="too long"):
        norm_v1(kind, "a" * (LONGEST[kind] + 1))
