"""The pictures of the catalogue, drawn: `python goods/draw.py` writes goods/pictures/SKU.webp, the same each time."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

HERE = Path(__file__).resolve().parent
SIZE, DRAWN = 480, 960  # drawn twice as large, then made smaller: smooth edges
Pen = ImageDraw.ImageDraw


def darker(colour: str, by: float) -> str:
    """The same colour, darker (below 1) or lighter (above)."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{max(0, min(255, round(part * by))):02x}" for part in parts)


def square(pen: Pen, colour: str) -> None:
    """A small square cake with a folded wrapper."""
    pen.rounded_rectangle((250, 300, 710, 720), 60, fill=colour)
    pen.polygon(
        [(250, 360), (480, 520), (710, 360), (710, 330), (480, 470), (250, 330)], fill=darker(colour, 1.18)
    )
    pen.line([(480, 300), (480, 720)], fill=darker(colour, 0.8), width=10)


def parcel(pen: Pen, colour: str) -> None:
    """A square parcel of leaves, tied twice each way."""
    pen.rounded_rectangle((220, 250, 740, 770), 24, fill=colour)
    for at in (340, 480, 620):
        pen.line([(220, at - 20), (740, at - 20)], fill=darker(colour, 0.85), width=4)
    for at in (390, 570):
        pen.line([(at, 250), (at, 770)], fill="#d8c9a0", width=16)
        pen.line([(220, at - 60), (740, at - 60)], fill="#d8c9a0", width=16)


def roll(pen: Pen, colour: str) -> None:
    """A long roll, tied around."""
    pen.rounded_rectangle((180, 400, 780, 600), 95, fill=colour)
    for at in range(240, 760, 80):
        pen.line([(at, 402), (at - 24, 598)], fill="#e2d6b4", width=12)


def bars(pen: Pen, colour: str) -> None:
    """Bars in rows."""
    for row in range(3):
        for column in range(4):
            x, y = 210 + column * 140, 320 + row * 130
            pen.rounded_rectangle(
                (x, y, x + 120, y + 105), 16, fill=darker(colour, 1 - 0.06 * ((row + column) % 3))
            )


def moon(pen: Pen, colour: str) -> None:
    """A moulded cake with a flower."""
    pen.ellipse((230, 250, 730, 750), fill=darker(colour, 0.82))
    pen.ellipse((260, 270, 700, 710), fill=colour)
    for x, y in ((480, 370), (600, 460), (555, 600), (405, 600), (360, 460)):
        pen.ellipse((x - 62, y - 62, x + 62, y + 62), outline=darker(colour, 0.72), width=10)
    pen.ellipse((430, 440, 530, 540), fill=darker(colour, 0.78))


def round_(pen: Pen, colour: str) -> None:
    """Round cakes on leaves."""
    pen.ellipse((190, 560, 770, 760), fill="#6f9a58")
    for x in (330, 480, 630):
        pen.ellipse((x - 110, 420, x + 110, 640), fill=colour)
        pen.ellipse((x - 60, 450, x + 10, 500), fill=darker(colour, 1.5))


def pearls(pen: Pen, colour: str) -> None:
    """White pearls in a bowl."""
    pen.pieslice((200, 340, 760, 860), 0, 180, fill="#2f6f8a")
    for x, y in ((330, 560), (430, 540), (540, 545), (640, 565), (385, 470), (490, 455), (590, 480)):
        pen.ellipse((x - 58, y - 58, x + 58, y + 58), fill=colour, outline="#cfc8b8", width=4)


def jar(pen: Pen, colour: str) -> None:
    """A glass jar with a cloth lid."""
    pen.rounded_rectangle((300, 330, 660, 770), 60, fill="#ffffff", outline="#b9c4c9", width=8)
    for row in range(4):
        for column in range(4):
            x, y = 365 + column * 80 - (row % 2) * 20, 440 + row * 80
            pen.ellipse(
                (x - 42, y - 32, x + 42, y + 46), fill=darker(colour, 1 - 0.07 * ((row + 2 * column) % 3))
            )
    pen.rounded_rectangle((280, 240, 680, 350), 26, fill="#b3262e")
    pen.rectangle((300, 350, 660, 366), fill="#d8c9a0")


def tin(pen: Pen, colour: str) -> None:
    """A tea tin with a lotus on its label."""
    pen.rounded_rectangle((320, 260, 640, 770), 22, fill=colour)
    pen.rounded_rectangle((310, 230, 650, 320), 18, fill=darker(colour, 0.8))
    pen.rectangle((320, 420, 640, 660), fill="#f7f2e6")
    for x in (420, 480, 540):
        pen.ellipse(
            (x - 34, 470 if x != 480 else 445, x + 34, 590), fill="#e5a3b3", outline="#c9798d", width=4
        )


def gift(pen: Pen, colour: str) -> None:
    """A box with a bow."""
    pen.rounded_rectangle((220, 370, 740, 760), 20, fill=colour)
    pen.rounded_rectangle((195, 310, 765, 420), 18, fill=darker(colour, 0.85))
    pen.rectangle((445, 310, 515, 760), fill="#f0cf65")
    pen.ellipse((330, 205, 480, 325), outline="#f0cf65", width=28)
    pen.ellipse((480, 205, 630, 325), outline="#f0cf65", width=28)


SHAPES: dict[str, Callable[[Pen, str], None]] = {
    "square": square, "parcel": parcel, "roll": roll, "bars": bars, "moon": moon, "round": round_,
    "pearls": pearls, "jar": jar, "tin": tin, "gift": gift,
}  # fmt: skip


def draw(shape: str, colour: str, ground: str) -> Image.Image:
    """One picture, with a soft shadow below the thing."""
    image = Image.new("RGB", (DRAWN, DRAWN), ground)
    shadow = Image.new("L", (DRAWN, DRAWN), 0)
    ImageDraw.Draw(shadow).ellipse((200, 690, 760, 830), fill=70)
    image.paste(darker(ground, 0.6), mask=shadow.filter(ImageFilter.GaussianBlur(28)))
    SHAPES[shape](ImageDraw.Draw(image), colour)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    folder = HERE / "pictures"
    folder.mkdir(exist_ok=True)
    for product in tomllib.loads((HERE / "catalogue.toml").read_text("utf-8"))["product"]:
        draw(*product["picture"]).save(folder / f"{product['sku']}.webp", quality=82, method=6)
