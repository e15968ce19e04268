"""What the compiler says of a policy's meaning: what contradicts itself, and what the law has to say to it."""

from __future__ import annotations

from giuloi.core.policy.phrase import Phrase, Severity

_W = Severity.WARNING

MEANING = {
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
        'mục đích "{name}" bị ràng vào sự đồng ý: ai đã rút lại tất cả thì không đăng nhập, không yêu cầu được',
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

LAW = {
    "no-law": Phrase(
        "chính sách không nói theo luật nào",
        "the policy does not say which law it is held to",
        'thêm law = ["vn"] vào phần đầu',
        'add law = ["vn"] to the front matter',
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
        "{keeper} mới được báo trước, nên chưa thực hiện được: {names}",
        "{keeper} is announced only, so these are not kept yet: {names}",
        "khách sẽ thấy là chưa thực hiện; chờ bản sau hoặc bỏ lời hứa",
        "customers will see them as not kept yet; wait for a release or drop the promises",
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
