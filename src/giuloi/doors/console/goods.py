"""/console/goods: the shop's goods as clerks type them. Nothing about anybody; who works on orders keeps the list."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.doors.console.form import REQUIRED, Form, sent_before
from giuloi.doors.console.form import one_time_number as once
from giuloi.doors.console.order_work import works_on_orders
from giuloi.doors.console.tongue import tell
from giuloi.promises.collect.catalogue import (
    LONGEST_NAME,
    LONGEST_SKU,
    Article,
    NotAGood,
    good,
    goods,
    put,
    remove,
    suggested,
)
from giuloi.promises.collect.catalogue_file import LARGEST, Sheet, read_sheet, read_text
from giuloi.promises.collect.quick_lines import read_price

HERE = "/console/goods"


@require_http_methods(["GET", "POST"])
@works_on_orders
def index(request: HttpRequest) -> HttpResponse:
    """The list, and one more article, or a new price for one that is there."""
    form = Form.of(request)
    if request.method == "POST":
        article = _article(form)
        if form.good:
            try:
                new, changed = put([article], datetime.now(UTC))
            except NotAGood as error:
                form.problems["name"] = error.words
            else:
                tell(request, _counted(new, changed))
                return HttpResponseRedirect(HERE)
    status = 200 if form.good else 422
    return render(request, "console/goods.html", {"goods": goods(), "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@works_on_orders
def take_off(request: HttpRequest, good_id: int) -> HttpResponse:
    """Take one off the list, after having been asked."""
    found = good(good_id)
    if found is None:
        raise Http404
    if request.method == "GET":
        return render(request, "console/goods_remove.html", {"good": found})
    remove(good_id)
    tell(request, _REMOVED)
    return HttpResponseRedirect(HERE)


@require_http_methods(["GET", "POST"])
@works_on_orders
def take_in(request: HttpRequest) -> HttpResponse:
    """A file: first what it says, row by row, with every fault; kept only when somebody has looked at that."""
    form = Form.of(request)
    if request.method == "GET":
        return render(request, "console/goods_import.html", {"form": form})
    if "sheet" in request.POST:
        return _keep(request, form)
    file = request.FILES.get("file")
    if file is None:
        form.problems["file"] = REQUIRED
        return render(request, "console/goods_import.html", {"form": form}, status=422)
    data = file.read(LARGEST + 1)
    return _preview(request, read_sheet(data), data)


def _preview(request: HttpRequest, sheet: Sheet, data: bytes) -> HttpResponse:
    known = {one.plain for one in goods()}
    page = {
        "sheet": sheet,
        "known": known,
        "text": "" if not sheet.rows else data.decode("utf-8-sig"),
        "once": once(),
        "form": Form({}),
    }
    return render(request, "console/goods_import.html", page, status=200 if sheet.rows else 422)


def _keep(request: HttpRequest, form: Form) -> HttpResponse:
    """The good rows of what was shown; they are read anew, for what a page holds is no evidence."""
    sheet = read_text(str(request.POST["sheet"])[: LARGEST + 1])
    at = datetime.now(UTC)
    if sheet.rows and not sent_before(form, at):
        try:
            tell(request, _counted(*put(sheet.articles, at)))
        except NotAGood as error:
            tell(request, error.words, messages.ERROR)
    else:
        tell(request, _NOTHING, messages.WARNING)
    return HttpResponseRedirect(HERE)


@require_POST
@works_on_orders
def like(request: HttpRequest) -> HttpResponse:
    """What a half-typed line may mean, as options that keep the amount: a help while typing, no more."""
    typed = next((str(text) for name, text in request.POST.items() if name.startswith("line")), "")[:200]
    found = suggested(typed) if len(typed.strip()) >= 2 else []
    return render(request, "console/goods_like.html", {"found": found})


def _article(form: Form) -> Article:
    name, sku = form.text("name", LONGEST_NAME), form.text("sku", LONGEST_SKU, required=False)
    price = read_price(form.text("price", 20))
    if price is None:
        form.problems.setdefault("price", _PRICE)
    return Article(" ".join(name.split()), int(price or 0), sku)


def _counted(new: int, changed: int) -> Words:
    return Words(
        f"Đã ghi: {new} món mới, {changed} món đổi giá hoặc tên.", f"Kept: {new} new, {changed} changed."
    )


_PRICE = Words("Ghi giá như 45000, 45.000 hoặc 45k.", "Write a price such as 45000, 45.000 or 45k.")
_REMOVED = Words(
    "Đã bỏ khỏi danh mục. Các đơn cũ vẫn giữ nguyên.", "It is off the list. Earlier orders stay as they are."
)
_NOTHING = Words("Không có gì mới để ghi.", "There was nothing new to keep.")
