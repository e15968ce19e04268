"""The cast as a shop platform's forms have them: given and family name apart, an address in parts."""

from __future__ import annotations

from tests.cast import Person


def billing(person: Person) -> dict[str, str]:
    """The address block that WooCommerce sends, every text of it."""
    street, ward, province = person.address.split(", ")
    return {
        "first_name": person.given_name,
        "last_name": person.family_name,
        "company": "",
        "address_1": street,
        "address_2": ward,
        "city": province,
        "postcode": "100000",
        "country": "VN",
        "state": "",
        "email": person.email,
        "phone": person.phone,
    }


def shipping(person: Person) -> dict[str, str]:
    """The same without what only a bill carries."""
    return {**billing(person), "phone": ""} | {"email": ""}


ERASED = {
    "first_name": "[deleted]",
    "last_name": "[deleted]",
    "company": "",
    "address_1": "[deleted]",
    "address_2": "[deleted]",
    "city": "[deleted]",
    "state": "",
    "postcode": "[deleted]",
    "country": "",
    "email": "deleted@site.invalid",
    "phone": "0000000000",
}
