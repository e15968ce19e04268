"""A reply or notice that offers something is refused; one that answers about an offer is not (I.2, VI.6)."""

from __future__ import annotations

import pytest

from giuloi.promises.use.advertising import CarriesAdvertising, offers_in, refuse_advertising
from giuloi.promises.use.notices.texts import Notice, slots_of, text_of

OFFERS = {
    "a sale": "Tiệm đang có khuyến mãi bánh trung thu, mời quý khách ghé xem.",
    "a sale without marks": "Tiem dang co khuyen mai banh trung thu, moi quy khach ghe xem.",
    "a percentage": "Đơn sau quý khách được giảm 10% nhé.",
    "an amount": "Lần tới mua bánh cốm, tiệm giảm 20.000đ cho quý khách.",
    "a code": "Dạ xong rồi ạ. Quý khách nhập mã BANHCOM20 khi đặt hàng lần sau nhé.",
    "a code in English": "All done. Use code SWEET15 with your next order.",
    "buy one get one": "Tuần này mua 1 tặng 1 ạ!",
    "a link": "Quý khách xem thêm tại https://tiem.example.vn/khuyen-mai/tet",
    "a tracked link": "Chi tiết: https://tiem.example.vn/?utm_campaign=tet",
    "a new collection": "Nhân dịp Tết, tiệm ra mắt hộp quà mới, đặt ngay ạ.",
    "a discount in English": "Enjoy 15% off this week.",
    "a cry": "Flash sale hôm nay ạ",
    "decomposed letters": "Tiệm đang có khuye\u0302\u0301n ma\u0303i, mời quý khách ghé xem.",
    "after an answer": "Bánh để được hai ngày. Hiện có ưu đãi cho hộp 6 cái, mời quý khách đặt ngay.",
    "follow us": "Theo dõi fanpage của tiệm để nhận ưu đãi 50%, mời anh chị đặt ngay hôm nay.",
    "confirmed and more": "Tiệm xác nhận đơn của chị, nhân dịp Tết mời chị đặt thêm, giảm 30% toàn bộ bánh.",
    "a code and follow": "Nhập mã TET2027 để được giảm 50% và theo dõi tiệm trên Facebook nhé.",
    "a code to follow by": "Theo dõi tiệm trên Facebook để nhận ưu đãi: nhập mã TET2027.",
    "applied and more": "Đơn đã được áp dụng giảm 20%, mời chị mua ngay thêm một hộp giảm 50% chỉ hôm nay.",
    "a cut for followers": "Theo dõi fanpage của tiệm để nhận ưu đãi 50% nhé.",
    "confirmed in English": "We verified your order, and you save 30% on everything if you follow us.",
}
ANSWERS = {
    "how long it keeps": "Bánh cốm để được hai ngày, quý khách cất nơi thoáng mát.",
    "a voucher that ran out": "Mã giảm giá quý khách dùng ở đơn này đã hết hạn từ ngày 20/11.",
    "a discount paid back": "Tiệm hoàn lại phần giảm giá 20.000đ vào tài khoản của quý khách.",
    "a discount that was forgotten": "Xin lỗi quý khách, đơn này chưa trừ voucher vì hệ thống bị lỗi.",
    "a code to prove an address": "Quý khách nhập mã 482913 để xác nhận email.",
    "a tracking number": "Quý khách dùng mã GHN12345678 để tra cứu đơn.",
    "a number that fell": "Nhiệt độ lò giảm còn 80 độ nên bánh nướng lâu hơn.",
    "a question about a sale": "Dạ, hiện tiệm không có chương trình khuyến mãi nào ạ.",
    "weight": "Hộp bánh nặng 500 g, đường chiếm 10%.",
    "a thank-you": "Cảm ơn quý khách đã mua bánh của tiệm.",
    "a shop called sale": "Nhân viên sale của tiệm sẽ gọi lại cho quý khách trước 15:00.",
    "a refund in English": "Your 15% discount did not apply, so we refunded the difference.",
    "a link to the order": "Xem đơn tại https://tiem.example.vn/me/orders/701",
    "an invitation to complain": "Nếu chưa hài lòng, mời quý khách báo lại cho tiệm ngay hôm nay.",
}


@pytest.mark.parametrize("text", OFFERS.values(), ids=OFFERS.keys())
def test_an_offer_is_found_with_the_sentence_it_stands_in(text: str) -> None:
    """Refused, with the sign it was known by and the way out."""
    with pytest.raises(CarriesAdvertising) as caught:
        refuse_advertising(text)
    [offer] = caught.value.offers
    assert text[offer.start : offer.end] in text
    assert offer.sign.vi
    assert "campaign" in caught.value.words.en


@pytest.mark.parametrize("text", ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_is_no_offer(text: str) -> None:
    """Also where it has to name a discount."""
    assert offers_in(text) == ()


def test_only_the_sentence_that_offers_is_named() -> None:
    """The answer before it stays as it is."""
    text = OFFERS["after an answer"]
    [offer] = offers_in(text)
    assert text[offer.start : offer.end].startswith("Hiện có ưu đãi")


@pytest.mark.parametrize("kind", Notice)
def test_no_notice_of_ours_offers_anything(kind: Notice) -> None:
    """Every fixed text, in both languages."""
    subject, words = text_of(kind, dict.fromkeys(slots_of(kind), "2026-11-22T05:00:00+00:00"), "Tiệm Bánh An")
    refuse_advertising(subject.vi, subject.en, words.vi, words.en)
    assert "{" not in words.vi + words.en


def test_a_long_text_is_looked_at_in_no_time() -> None:
    """Twenty thousand characters without a full stop: no pattern may run away."""
    assert offers_in("giảm " * 4000) == ()
    assert offers_in("mã " * 6000) == ()
    assert offers_in("https://" + "a/" * 8000) == ()
