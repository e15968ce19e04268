"""Every sentence of the compiler, by its code: what is wrong, and what to write instead, in both languages.

`{word}` is what the document says, `{near}` what it probably meant. The tests hold an example of each code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """An error makes a policy impossible; a warning is shown and the policy stands."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One diagnostic's sentences; `write_…` completes "write instead: "."""

    vi: str
    en: str
    write_vi: str
    write_en: str
    severity: Severity = Severity.ERROR


_W = Severity.WARNING

_READING = {
    "too-long": Phrase(
        "văn bản dài hơn {most} ký tự",
        "the document is longer than {most} characters",
        "rút ngắn, hoặc tách phần không phải chính sách ra tệp khác",
        "shorten it, or move what is not policy to another file",
    ),
    "not-unicode": Phrase(
        "dòng này có ký tự hỏng, không lưu thành UTF-8 được",
        "this line has a broken character that UTF-8 cannot hold",
        "gõ lại dòng này và lưu tệp ở dạng UTF-8",
        "type the line again and save the file as UTF-8",
    ),
    "no-main": Phrase(
        "không có tệp nào chứa quy tắc; các tệp có: {near}",
        "no file holds the rules; the files are: {near}",
        "chỉ đúng tệp có các khối ```rule",
        "name the file that has the ```rule blocks",
    ),
    "front-open": Phrase(
        "phần đầu mở bằng --- nhưng không đóng",
        "the front matter opened with --- is never closed",
        "thêm một dòng --- sau phần đầu",
        "add a line --- after the front matter",
    ),
    "comment-open": Phrase(
        "lời ghi chú <!-- không đóng, nên che hết phần sau",
        "the comment <!-- is never closed and hides all that follows",
        "thêm --> ở cuối lời ghi chú",
        "add --> at its end",
    ),
    "fence-open": Phrase(
        "khối mở ở đây không đóng",
        "the fence opened here is never closed",
        "thêm một dòng ``` sau quy tắc cuối cùng",
        "add a line ``` after its last rule",
    ),
    "fence": Phrase(
        'khối "{word}" không phải khối quy tắc',
        'a fence "{word}" is no rule fence',
        "viết ```rule, hoặc bỏ khối này",
        "write ```rule, or remove the fence",
    ),
    "toml": Phrase(
        "khối này viết sai TOML: {message}",
        "this is not TOML: {message}",
        'mỗi dòng một khóa, chữ trong ngoặc kép: roles = ["care"]',
        'one key a line, words in quotes: roles = ["care"]',
    ),
    "heading-number": Phrase(
        'đề mục "{title}" không có số điều khoản',
        'the heading "{title}" has no clause number',
        "viết số như ### IV.3, hoặc dùng ## cho tên phần",
        "write a number as in ### IV.3, or use ## for the name of a part",
    ),
    "clause-twice": Phrase(
        "số điều khoản {number} đã dùng ở dòng {line}",
        "the clause number {number} is already used at line {line}",
        "cho điều khoản này một số khác",
        "give this clause another number",
    ),
    "clause-empty": Phrase(
        "điều khoản {number} không có câu nào cho khách đọc",
        "clause {number} has no sentence for customers to read",
        "viết lời hứa bằng câu văn dưới đề mục",
        "write the promise as a sentence under the heading",
    ),
    "block-outside": Phrase(
        "khối quy tắc không nằm dưới điều khoản nào",
        "the rule fence stands under no clause",
        "đặt khối này dưới một đề mục có số, như ### I.1",
        "move it under a numbered heading such as ### I.1",
    ),
    "key-outside": Phrase(
        "khóa này không nằm trong khối nào",
        "this key stands under no heading",
        "viết tên khối trước, như [purpose.supply]",
        "write the heading first, as in [purpose.supply]",
    ),
    "translation-language": Phrase(
        'không rõ bản dịch này là tiếng gì, hoặc đã có bản tiếng ấy: "{word}"',
        'this translation has no language of its own: "{word}"',
        'viết language = "en" ở phần đầu, hoặc đặt tên tệp như shop.en.md; mỗi tiếng một bản',
        'write language = "en" in its front matter, or name the file like shop.en.md; one file a language',
    ),
    "translation-missing": Phrase(
        "bản dịch thiếu điều khoản {number} (dòng {line} của bản chính)",
        "the translation lacks clause {number} (line {line} of the main document)",
        "thêm ### {number} cùng câu văn của nó",
        "add ### {number} and its sentence",
    ),
    "translation-extra": Phrase(
        "bản dịch có điều khoản {number} mà {file} không có",
        "the translation has a clause {number} that {file} does not have",
        "sửa số cho đúng ({near}) hoặc bỏ điều khoản này",
        "correct the number ({near}) or remove the clause",
    ),
    "translation-differs": Phrase(
        '"{word}" của bản dịch khác với {file}',
        '"{word}" of the translation differs from {file}',
        "viết giống bản chính",
        "write it as the main document does",
    ),
    "rule-in-translation": Phrase(
        "bản dịch có khối quy tắc",
        "a translation holds a rule",
        "chỉ để câu văn; quy tắc nằm ở bản chính",
        "keep the sentences only; the rules are in the main document",
    ),
}

_WORDS = {
    "unknown-block": Phrase(
        'không có loại khối "{word}"',
        'there is no kind of block "{word}"',
        "có phải {near}?",
        "did you mean {near}?",
    ),
    "unknown-key": Phrase(
        '[{name}] không có khóa "{word}"',
        '[{name}] has no key "{word}"',
        "có phải {near}?",
        "did you mean {near}?",
    ),
    "unknown-word": Phrase(
        'không có từ "{word}" ở [{name}]',
        'there is no word "{word}" in [{name}]',
        "có phải {near}?",
        "did you mean {near}?",
    ),
    "unknown-field": Phrase(
        'không có loại thông tin "{word}"',
        'there is no field or category "{word}"',
        "có phải {near}?",
        "did you mean {near}?",
    ),
    "unknown-role": Phrase(
        'không có vai trò "{word}"',
        'there is no role "{word}"',
        "có phải {near}? nếu là vai trò mới, thêm [role.{word}]",
        "did you mean {near}? for a new role add [role.{word}]",
    ),
    "unknown-purpose": Phrase(
        'không có mục đích "{word}"',
        'there is no purpose "{word}"',
        "có phải {near}? nếu là mục đích mới, thêm [purpose.{word}]",
        "did you mean {near}? for a new purpose add [purpose.{word}]",
    ),
    "unknown-channel": Phrase(
        'không có kênh "{word}"', 'there is no channel "{word}"', "có phải {near}?", "did you mean {near}?"
    ),
    "unknown-relation": Phrase(
        'không có loại bên nhận "{word}"',
        'there is no relation "{word}"',
        "có phải {near}?",
        "did you mean {near}?",
    ),
    "unknown-state": Phrase(
        'không có trạng thái "{word}"',
        'there is no state "{word}"',
        "có phải {near}?",
        "did you mean {near}?",
    ),
    "unknown-dpv": Phrase(
        'DPV không có mục đích "{word}"',
        'DPV has no purpose "{word}"',
        "có phải {near}?",
        "did you mean {near}?",
    ),
    "unknown-law": Phrase(
        'không có bộ luật "{word}"',
        'there is no law profile "{word}"',
        "có phải {near}?",
        "did you mean {near}?",
    ),
    "unknown-keeper": Phrase(
        'không có gì tên "{word}" để giữ lời hứa này',
        'nothing named "{word}" keeps this promise',
        'có phải {near}? việc do người làm thì viết [kept] với "procedural"',
        'did you mean {near}? for what people do write [kept] with "procedural"',
    ),
    "bad-name": Phrase(
        '"{word}" không dùng làm tên cho [{kind}] được',
        '"{word}" is no name for [{kind}]',
        "viết [{kind}.ten_khong_dau], chữ thường, số và _",
        "write [{kind}.a_name] in small letters, digits and _",
    ),
    "no-name": Phrase(
        '[{kind}] không có tên, nhưng ở đây ghi "{word}"',
        '[{kind}] takes no name, but here it has "{word}"',
        "viết [{kind}]",
        "write [{kind}]",
    ),
    "name-taken": Phrase(
        '"{word}" đã là tên một loại thông tin',
        '"{word}" is already the name of a field',
        "đặt tên khác cho nhóm này",
        "give the category another name",
    ),
    "defined-twice": Phrase(
        "[{name}] đã có ở dòng {line}",
        "[{name}] is already defined at line {line}",
        "gộp hai khối, hoặc đổi tên một khối",
        "join the two, or rename one",
    ),
    "missing-key": Phrase(
        '[{name}] thiếu khóa "{word}"', '[{name}] lacks the key "{word}"', "thêm {word} = …", "add {word} = …"
    ),
    "wrong-type": Phrase(
        '"{word}" ở [{name}] không đúng kiểu',
        '"{word}" in [{name}] is of the wrong type',
        "viết {word} = {wanted}",
        "write {word} = {wanted}",
    ),
    "empty-list": Phrase(
        '"{word}" ở [{name}] không có gì',
        '"{word}" in [{name}] is empty',
        "ghi ít nhất một từ, hoặc bỏ khóa này",
        "name at least one, or remove the key",
    ),
    "duration": Phrase(
        '"{word}" không phải khoảng thời gian',
        '"{word}" is not a duration',
        "viết số và đơn vị h, wd, d, m hoặc y, như 24h hay 3y",
        "write a number and h, wd, d, m or y, as in 24h or 3y",
    ),
    "hours": Phrase(
        '"{word}" không phải khoảng giờ trong ngày',
        '"{word}" are no hours of one day',
        'viết ["07:00", "22:00"], giờ đầu trước giờ cuối',
        'write ["07:00", "22:00"], the earlier first',
    ),
    "country": Phrase(
        '"{word}" không phải mã nước',
        '"{word}" is no country code',
        "viết hai chữ hoa, như VN",
        "write two capitals, as in VN",
    ),
}

_MEANING = {
    "no-otherwise": Phrase(
        "chính sách chưa nói điều gì không nhắc tới thì sao",
        "the policy does not say what holds for whatever it does not speak of",
        "thêm khối [otherwise] dưới điều khoản nói rằng điều gì không nhắc tới thì không được làm",
        "add [otherwise] under the clause which says that what is not spoken of is not done",
    ),
    "two-otherwise": Phrase(
        "khối [{name}] thứ hai; khối đầu ở dòng {line}",
        "a second [{name}]; the first is at line {line}",
        "chỉ để lại một",
        "keep one of them",
    ),
    "no-basis": Phrase(
        "[{name}] cho phép mà không có căn cứ",
        "[{name}] permits without a basis",
        'thêm basis = {{ guest = "contract", member = "consent" }}',
        'add basis = {{ guest = "contract", member = "consent" }}',
    ),
    "nobody-holds": Phrase(
        "không ai giữ được mục đích [{name}]",
        "nobody can hold [{name}]",
        'thêm roles = ["care"], với vai trò thật sự làm việc này',
        'add roles = ["care"], with the roles that really do this',
    ),
    "topic-basis": Phrase(
        "[{name}] là việc được hỏi riêng mà lại không dựa vào sự đồng ý",
        "[{name}] is a topic people are asked about, yet it does not rest on consent",
        'viết basis = "consent", hoặc bỏ topic',
        'write basis = "consent", or remove topic',
    ),
    "locked-out": Phrase(
        'mục đích "{name}" bị ràng vào sự đồng ý: người đã rút lại mọi sự đồng ý sẽ không đăng nhập, yêu cầu hay nhận cảnh báo được',
        'the purpose "{name}" hangs on consent: whoever withdrew everything could not sign in, ask or be warned',
        'dùng căn cứ contract hoặc legal_obligation, và thêm "{name}" vào beyond',
        'use the basis contract or legal_obligation, and add "{name}" to beyond',
    ),
    "over-collection": Phrase(
        "[{name}] có thông tin mà không mục đích nào cần: {fields}",
        "[{name}] holds what no purpose needs: {fields}",
        "bỏ thông tin ấy, hoặc thêm vào uses của mục đích cần nó",
        "remove it, or add it to the uses of the purpose that needs it",
    ),
    "purpose-without-field": Phrase(
        'đăng ký hỏi "{field}" cho mục đích "{name}", nhưng mục đích ấy không dùng nó',
        'registration asks for "{field}" for the purpose "{name}", which does not use it',
        'đổi sang mục đích có dùng, hoặc thêm "{field}" vào uses',
        'name a purpose that does, or add "{field}" to its uses',
    ),
    "loop": Phrase(
        "các nhóm gọi vòng quanh nhau: {loop}",
        "categories name each other in a circle: {loop}",
        "viết thẳng tên các loại thông tin ở một nhóm",
        "write the fields themselves in one of them",
    ),
    "forbids-all": Phrase(
        "[{name}] không có điều kiện nào, nên cấm tất cả",
        "[{name}] has no condition and forbids everything",
        "ghi điều bị cấm: purposes, recipients, states, fields hoặc channels",
        "say what is forbidden: purposes, recipients, states, fields or channels",
    ),
    "no-recipient": Phrase(
        "[{name}] đòi đồng ý cho từng bên nhận, kể cả khi không có bên nhận nào",
        "[{name}] demands consent to a recipient even where there is none",
        'thêm recipients = ["unrelated"] hoặc purposes = [...]',
        'add recipients = ["unrelated"] or purposes = [...]',
    ),
    "state-open": Phrase(
        'không điều khoản nào cấm dùng thông tin của người đang ở trạng thái "{state}"',
        'no clause forbids using the data of somebody who is "{state}"',
        'thêm [prohibit.{state}] với states = ["{state}"], không kèm điều kiện khác',
        'add [prohibit.{state}] with states = ["{state}"] and no other condition',
    ),
    "store-cite": Phrase(
        "[{name}] lưu thêm mà không dẫn luật nào",
        "[{name}] stores on without citing a law",
        'thêm cite = "…", hoặc bỏ store',
        'add cite = "…", or remove store',
    ),
    "store-short": Phrase(
        "[{name}] lưu {store}, ngắn hơn thời gian sử dụng {use}",
        "[{name}] stores for {store}, less than the {use} of use",
        "cho store dài bằng hoặc hơn use, hoặc bỏ store",
        "make store at least as long as use, or remove it",
    ),
}

_LAW = {
    "no-law": Phrase(
        "chính sách không nói theo luật nào",
        "the policy does not say which law it is held to",
        "thêm law = [...] với: {near}",
        "add law = [...] with: {near}",
    ),
    "looser": Phrase(
        "[{name}] hứa {value}, lỏng hơn luật ({law}, {source})",
        "[{name}] promises {value}, looser than the law ({law}, {source})",
        "viết {law} hoặc chặt hơn",
        "write {law} or stricter",
    ),
    "unconfirmed": Phrase(
        "con số {law} ({source}) chưa được ai xác nhận với văn bản gốc",
        "the figure {law} ({source}) has not been confirmed against the text of the law",
        'đối chiếu rồi thêm "{path}" vào confirmed ở phần đầu',
        'check it, then add "{path}" to confirmed in the front matter',
        _W,
    ),
    "stored": Phrase(
        "luật buộc lưu {law} ({source}): [{name}] được tách thành dùng và cất riêng",
        "the law has it stored for {law} ({source}): [{name}] is split into use and storage",
        'viết thêm store = "{law}" và nói điều đó trong câu văn',
        'write store = "{law}" and say so in the sentence',
        _W,
    ),
    "announced": Phrase(
        "lời hứa [{name}] chưa thực hiện được: {keeper} mới được báo trước",
        "the promise [{name}] is not kept yet: {keeper} is announced only",
        "khách sẽ thấy là chưa thực hiện; chờ bản sau hoặc bỏ lời hứa",
        "customers will see it as not kept yet; wait for a release or drop the promise",
        _W,
    ),
    "no-rule": Phrase(
        "điều khoản {number} chỉ có câu văn: không có gì giữ lời ấy",
        "clause {number} is a sentence only: nothing keeps it",
        'thêm khối quy tắc, hoặc [kept] với "procedural" nếu do người làm',
        'add a rule, or [kept] with "procedural" if people do it',
        _W,
    ),
    "no-term": Phrase(
        'thông tin của mục đích "{name}" không có thời hạn lưu: {fields}',
        'no term is set for what the purpose "{name}" uses: {fields}',
        "thêm khối [retain.…] cho các thông tin ấy (Law 91/2025 art 3.3)",
        "add a [retain.…] for them (Law 91/2025 art 3.3)",
        _W,
    ),
    "not-said": Phrase(
        "chính sách chưa nói: {vi} (mục {item}, {source})",
        "the policy does not say: {en} (item {item}, {source})",
        'một điều khoản có [says] items = ["{item}"], chẳng hạn: {draft_vi}',
        'a clause with [says] items = ["{item}"], for example: {draft_en}',
        _W,
    ),
    "identity": Phrase(
        'phần đầu thiếu "{word}" của chủ trang bán hàng (Law 122/2025 art 11.1.a)',
        'the front matter lacks the operator\'s "{word}" (Law 122/2025 art 11.1.a)',
        '{word} = "…"',
        '{word} = "…"',
        _W,
    ),
    "not-vietnamese": Phrase(
        "chính sách không có bản tiếng Việt (Law 122/2025 art 11.2)",
        "the policy has no Vietnamese text (Law 122/2025 art 11.2)",
        'thêm một bản có language = "vi"',
        'add a document with language = "vi"',
        _W,
    ),
}

PHRASES: Mapping[str, Phrase] = MappingProxyType({**_READING, **_WORDS, **_MEANING, **_LAW})
