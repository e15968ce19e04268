"""What the compiler says of a document's form: its parts, its words, the shape of its blocks."""

from __future__ import annotations

from giuloi.core.policy.phrase import Phrase

READING = {
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

WORDS = {
    "proposed": Phrase(
        "khối [{name}] do phần mềm đề nghị, chưa ai xác nhận",
        "the block [{name}] was proposed by software, and nobody confirmed it",
        "đọc lại khối này; đúng thì xóa dòng proposed, sai thì sửa hoặc xóa cả khối",
        "read the block; if it is right delete the line `proposed`, else change or delete the block",
    ),
    "not-filled": Phrase(
        'chỗ "{word}" còn để trống (…)',
        'the value of "{word}" is still left open (…)',
        "điền điều cửa hàng thật sự hứa",
        "write what the shop really promises",
    ),
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
