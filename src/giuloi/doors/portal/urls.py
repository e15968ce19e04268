"""The customers' addresses. No datum of anybody stands in one: identities travel in bodies."""

from __future__ import annotations

from django.urls import path

from giuloi.doors.portal import (
    accepting,
    choices,
    correction,
    guest,
    home,
    my_data,
    orders,
    passkeys,
    places,
    preferences,
    proofs,
    registration,
    sessions,
    sign_in,
    uses,
)

urlpatterns = [
    path("", home.home),
    path("register", registration.register),
    path("register/verify", registration.verify),
    path("places", places.places),
    path("sign-in", sign_in.sign_in),
    path("sign-in/code", sign_in.code),
    path("sign-in/passkey/options", passkeys.sign_in_options),
    path("sign-in/passkey", passkeys.sign_in),
    path("sign-out", sign_in.sign_out),
    path("guest", guest.guest),
    path("guest/code", guest.code),
    path("accept", accepting.accept),
    path("accept/verify", accepting.verify),
    path("preferences/<str:token>", preferences.preferences),
    path("me/sessions", sessions.own_sessions),
    path("me/sessions/<int:session>/end", sessions.end_one),
    path("me/sessions/end-others", sessions.end_others),
    path("me/passkeys", passkeys.own_passkeys),
    path("me/passkeys/options", passkeys.add_options),
    path("me/passkeys/add", passkeys.add),
    path("me/passkeys/<int:passkey>/remove", passkeys.remove),
    path("me", my_data.page),
    path("me/copy.json", my_data.copy),
    path("me/correct/<slug:field>", correction.page),
    path("me/choices", choices.page),
    path("me/choices/receipt/<int:record>", choices.receipt),
    path("me/uses", uses.page),
    path("me/uses/proofs", proofs.page),
    path("me/uses/bundle.json", proofs.bundle),
    path("me/uses/verifier.html", proofs.verifier),
    path("me/orders", orders.page),
    path("me/orders/<int:order>", orders.one),
]
