"""Why the law's clock may be put off: words of a closed list, for they stand in clear and the customer reads them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from giuloi.core.bilingual import Words

REASONS: Mapping[str, Words] = MappingProxyType(
    {
        "complex": Words(
            "việc phức tạp, liên quan nhiều hệ thống", "it is complex and concerns several systems"
        ),
        "much": Words("số lượng dữ liệu lớn", "there is a great deal of data"),
        "third_party": Words("phải chờ bên khác thực hiện phần của họ", "another party has to do its part"),
        "disaster": Words("thiên tai hoặc sự cố bất khả kháng", "a disaster, or an event beyond control"),
    }
)
