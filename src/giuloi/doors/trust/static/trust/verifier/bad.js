// What goes wrong while evidence is read: each a class of its own, so that a finding can name it.
// The same tree as core/terms.py, note.py, checkpoint.py and bundle_file.py have.

export class BadEvidence extends Error {}

export class TooLarge extends BadEvidence {}

export class MalformedNote extends BadEvidence {}

export class UnknownKey extends BadEvidence {}

export class BadSignature extends BadEvidence {}

export class OtherLog extends BadEvidence {}

// Not the evidence's fault: this browser cannot check signatures, so there is no verdict at all.
export class CannotCheck extends Error {}
