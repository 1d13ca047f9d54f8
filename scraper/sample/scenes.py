"""Drawings in place of the ward's photographs: a meeting in the hall, a street, a school yard."""

from collections.abc import Callable
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw, ImageFont, ImageOps

Size = tuple[int, int]
SIZES: tuple[Size, ...] = ((640, 420), (480, 320), (800, 534), (300, 400), (600, 450), (900, 506), (360, 270))
SHIRTS = ("#f4f4f0", "#2f5d9b", "#6b8e4e", "#b5533c", "#d8d2c0", "#39424e", "#8a6fa8")
SKIN, HAIR = "#e3b18c", "#2a211c"
CAPTIONS = ("Hoi nghi", "To dan pho", "Ra quan", "Truong hoc", "Le phat dong")  # the font has no Vietnamese marks


def draw_scene(number: int) -> Image.Image:
    """The drawing of a number; neighbours differ in scene, size and colour."""
    rng = Random(f"scene {number}")
    size = rng.choice(SIZES)
    top, bottom = rng.choice((("#9cc7ea", "#eef4f8"), ("#d9c7a5", "#f6efe1"), ("#b9d3c0", "#f2f6ee")))
    image = _sky(top, bottom).resize(size, Image.Resampling.NEAREST)
    draw = ImageDraw.Draw(image)
    SCENES[number % len(SCENES)](draw, size, rng)
    _caption(draw, size, f"{rng.choice(CAPTIONS)} - phuong Thuong Thanh - {number}")
    return image


@lru_cache(maxsize=8)
def _sky(top: str, bottom: str) -> Image.Image:
    return ImageOps.colorize(Image.linear_gradient("L"), top, bottom)


def _hall(draw: ImageDraw.ImageDraw, size: Size, rng: Random) -> None:
    """A red curtain with a star, a table with flowers, the heads of those who listen."""
    width, height = size
    draw.rectangle((0, 0, width, height * 0.45), fill="#b3161b")
    for fold in range(0, width, 24):
        draw.line((fold, 0, fold, height * 0.45), fill="#98090f", width=3)
    _star(draw, width * rng.uniform(0.2, 0.8), height * 0.2, height * 0.1)
    draw.rectangle((width * 0.2, height * 0.42, width * 0.8, height * 0.56), fill="#7a4a24")
    _crowd(draw, size, rng, from_height=0.62)


def _street(draw: ImageDraw.ImageDraw, size: Size, rng: Random) -> None:
    """Houses, trees and a road."""
    width, height = size
    left = 0
    while left < width:
        wide, tall = rng.randint(40, 110), rng.uniform(0.3, 0.6)
        top = height * (0.75 - tall)
        draw.rectangle((left, top, left + wide, height * 0.75), fill=rng.choice(SHIRTS), outline="#5c5c5c")
        for floor in range(int(top) + 14, int(height * 0.7), 34):
            draw.rectangle((left + 10, floor, left + wide - 10, floor + 16), fill="#4b6a82")
        left += wide
    draw.rectangle((0, height * 0.75, width, height), fill="#6c6c70")
    for dash in range(0, width, 60):
        draw.rectangle((dash, height * 0.86, dash + 30, height * 0.875), fill="#f2f2f2")
    for _ in range(rng.randint(2, 6)):
        at = rng.randint(0, width)
        draw.rectangle((at - 4, height * 0.6, at + 4, height * 0.77), fill="#5d4128")
        draw.ellipse((at - 34, height * 0.4, at + 34, height * 0.64), fill="#3f7d3c")


def _yard(draw: ImageDraw.ImageDraw, size: Size, rng: Random) -> None:
    """A yellow school with a flag, and children in rows."""
    width, height = size
    draw.rectangle((width * 0.1, height * 0.2, width * 0.9, height * 0.6), fill="#e7c65a", outline="#8d6d1c")
    for window in range(int(width * 0.15), int(width * 0.85), 56):
        draw.rectangle((window, height * 0.28, window + 30, height * 0.4), fill="#5f86a4")
    draw.rectangle((0, height * 0.6, width, height), fill="#b7a27d")
    draw.line((width * 0.5, height * 0.02, width * 0.5, height * 0.3), fill="#555", width=4)
    draw.rectangle((width * 0.5, height * 0.02, width * 0.62, height * 0.12), fill="#da251d")
    _star(draw, width * 0.56, height * 0.07, height * 0.03)
    _crowd(draw, size, rng, from_height=0.68)


def _crowd(draw: ImageDraw.ImageDraw, size: Size, rng: Random, from_height: float) -> None:
    width, height = size
    radius = rng.randint(16, 24)
    for top in range(int(height * from_height), height, radius * 5 // 2):
        for left in range(rng.randint(0, radius), width, radius * 3):
            draw.ellipse((left - 6, top + radius, left + radius * 2 + 6, top + radius * 4), fill=rng.choice(SHIRTS))
            draw.ellipse((left, top, left + radius * 2, top + radius * 2), fill=SKIN)
            draw.pieslice((left, top, left + radius * 2, top + radius * 2), 180, 360, fill=HAIR)


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = ((0, -1), (0.23, -0.31), (0.95, -0.31), (0.36, 0.12), (0.59, 0.81))
    mirrored = [(-across, down) for across, down in points[:0:-1]]
    outline = [*points, (0, 0.38), *mirrored]
    draw.polygon([(x + across * radius, y + down * radius) for across, down in outline], fill="#ffdd00")


def _caption(draw: ImageDraw.ImageDraw, size: Size, text: str) -> None:
    width, height = size
    draw.rectangle((0, height - 26, width, height), fill="#1d2733")
    draw.text((10, height - 22), text, fill="#ffffff", font=_font(15))


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


SCENES: tuple[Callable[[ImageDraw.ImageDraw, Size, Random], None], ...] = (_hall, _street, _yard)
