"""The gate said a second time, as plainly as can be; shares nothing with the gate, never read by src."""


def answer(policy, request, facts):  # noqa: C901 - one rule after the other, as the policy's reader would go
    """(outcome, clause, reason, basis, needed) as plain words; needed is a list of (kind, what)."""
    asked = f"{request.purpose}/{request.channel.value}"
    given = {
        "consent(purpose)": facts.to_purpose == "given",
        "consent(recipient)": facts.to_recipient == "given" and request.recipient != "",
    }
    asking = {"consent(purpose)": [("consent", asked)], "consent(recipient)": []}
    if request.recipient != "":  # nobody can be asked about a recipient without a name
        asking["consent(recipient)"] = [("consent", f"{asked}/{request.recipient}")]

    if request.purpose not in policy.purposes:
        return ("gap", policy.otherwise, "unknown_purpose", None, [])
    purpose = policy.purposes[request.purpose]

    for p in policy.prohibitions:
        conditions = [
            len(p.purposes) == 0 or request.purpose in p.purposes,
            request.purpose not in p.beyond,
            len(p.relations) == 0 or request.relation in p.relations,
            len(p.standings) == 0 or facts.standing in p.standings,
            len(p.channels) == 0 or request.channel in p.channels,
            p.states == 0 or p.states & facts.states != 0,
            p.fields == 0 or p.fields & request.fields != 0,
        ]
        if False not in conditions and p.unless is None:
            return ("denied", p.clause, "prohibited", None, [])
        if False not in conditions and not given[p.unless.value]:
            return ("denied", p.clause, "prohibited", None, asking[p.unless.value])

    if not request.held:
        return ("denied", purpose.clause, "not_held", None, [("hold", request.purpose)])
    if request.role not in purpose.roles:
        return ("denied", purpose.clause, "role", None, [("role", "|".join(sorted(purpose.roles)))])
    if request.fields | purpose.fields != purpose.fields:
        return ("gap", policy.otherwise, "field", None, [])
    if request.channel.value != "in_house" and request.channel not in purpose.channels:
        return ("gap", policy.otherwise, "channel", None, [])

    clause, consent = purpose.clause, "consent(purpose)"
    if request.relation is not None or request.recipient != "":
        about = [
            p for p in policy.permits if request.purpose in p.purposes and request.relation in p.relations
        ]
        fitting = [p for p in about if request.fields | p.fields == p.fields]
        if fitting == []:
            return ("gap", policy.otherwise, "recipient", None, [])
        clause, consent = fitting[0].clause, fitting[0].consent.value

    if purpose.needs is not None and facts.case != purpose.needs:
        return ("denied", purpose.clause, "no_case", None, [("case", purpose.needs.value)])
    if facts.standing not in purpose.basis:
        return ("gap", policy.otherwise, "no_basis", None, [])
    asked = purpose.basis[facts.standing] == "consent" or consent == "consent(recipient)"
    if asked and not given[consent]:
        return ("denied", clause, "no_consent", None, asking[consent])
    return ("allowed", clause, "permitted", purpose.basis[facts.standing].value, [])
