"""The gate said a second time, as plainly as possible: nothing here is shared with the gate, and src never reads it."""


def answer(policy, request, facts):
    """(outcome, clause, reason, basis, needed) as plain strings; needed is a list of (kind, what)."""
    asked = f"{request.purpose}/{request.channel.value}"
    consents = {"consent(purpose)": facts.to_purpose == "given", "consent(recipient)": facts.to_recipient == "given"}
    asking = {"consent(purpose)": [("consent", asked)], "consent(recipient)": [("consent", f"{asked}/{request.recipient}")]}
    if request.recipient == "":  # nobody can have consented, or be asked to consent, to a recipient without a name
        consents["consent(recipient)"] = False
        asking["consent(recipient)"] = []

    if request.purpose not in policy.purposes:
        return ("gap", policy.otherwise, "unknown_purpose", None, [])
    purpose = policy.purposes[request.purpose]

    for p in policy.prohibitions:
        if len(p.purposes) > 0 and request.purpose not in p.purposes:
            continue
        if request.purpose in p.beyond:
            continue
        if len(p.relations) > 0 and request.relation not in p.relations:
            continue
        if len(p.standings) > 0 and facts.standing not in p.standings:
            continue
        if p.states != 0 and p.states & facts.states == 0:
            continue
        if p.fields != 0 and p.fields & request.fields == 0:
            continue
        if len(p.channels) > 0 and request.channel not in p.channels:
            continue
        if p.unless is None:
            return ("denied", p.clause, "prohibited", None, [])
        if not consents[p.unless.value]:
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
        fitting = [p for p in policy.permits if request.purpose in p.purposes and request.relation in p.relations]
        fitting = [p for p in fitting if request.fields | p.fields == p.fields]
        if fitting == []:
            return ("gap", policy.otherwise, "recipient", None, [])
        clause, consent = fitting[0].clause, fitting[0].consent.value

    if purpose.needs is not None and facts.case != purpose.needs:
        return ("denied", purpose.clause, "no_case", None, [("case", purpose.needs.value)])
    if facts.standing not in purpose.basis:
        return ("gap", policy.otherwise, "no_basis", None, [])
    basis = purpose.basis[facts.standing].value
    if basis == "consent" and not consents[consent]:
        return ("denied", clause, "no_consent", None, asking[consent])
    return ("allowed", clause, "permitted", basis, [])
