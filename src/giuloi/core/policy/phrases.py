"""Every sentence of the compiler, by its code.

`{word}` is what the document says, `{near}` what it probably meant. The tests hold an example of each code.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from giuloi.core.policy.phrase import Phrase
from giuloi.core.policy.phrases_of_form import READING, WORDS
from giuloi.core.policy.phrases_of_meaning import LAW, MEANING

PHRASES: Mapping[str, Phrase] = MappingProxyType({**READING, **WORDS, **MEANING, **LAW})
