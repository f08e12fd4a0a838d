"""What happened between two pictures: nothing, what happens by itself, scrolling, a change."""

from __future__ import annotations

import dataclasses
from random import Random

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from device.frame import Display, Frame
from perception import Box, perceive
from perception.change import Change, ChangeKind, find_change
from perception.conditions import Axis
from perception.dirty import LEAST_DIFFERENCE, TILE, dirty_regions
from perception.looks import Looks
from perception.scroll_offset import find_scroll
from tasks.perceiving.busy import busy_frame

DISPLAY = Display(width=1080, height=2400)
Pixels = NDArray[np.uint8]


def page(seed: int, height: int = 4000, width: int = 1080) -> Pixels:
    """Return a long page of words of which no two are alike."""
    random, picture = Random(seed), np.full((height, width, 3), 250, np.uint8)
    for top in range(40, height - 60, 90):
        for left in range(30, width - 200, 260):
            cv2.putText(picture, str(random.randrange(10**6)), (left, top + 40), 0, 1.3, (20, 20, 20), 3)
    return picture


def jpeg(pixels: Pixels) -> Pixels:
    """Return a picture as it comes from uiautomator2's server."""
    return np.asarray(cv2.imdecode(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 80])[1], 1), np.uint8)


def marked(pixels: Pixels, left: int, top: int, right: int, bottom: int) -> Pixels:
    changed = pixels.copy()
    changed[top:bottom, left:right] = 0
    return changed


def change(before: Pixels, after: Pixels) -> Change:
    return find_change(before, after, display=DISPLAY)


class TestDirtyRegions:
    def test_equal_pictures_have_none(self) -> None:
        assert dirty_regions(page(1), page(1)) == ()

    def test_small_ones_are_tight_and_apart(self) -> None:
        before = page(1)
        after = marked(marked(before, 500, 1000, 530, 1013), 20, 300, 29, 310)
        assert [dataclasses.astuple(box) for box in dirty_regions(before, after)] == [
            (20, 300, 29, 310),
            (500, 1000, 530, 1013),
        ]

    def test_widths_that_are_no_multiple_of_anything_work(self) -> None:
        before = page(1, 1003, 347)
        [box] = dirty_regions(before, marked(before, 300, 990, 347, 1003))
        assert (box.left, box.top, box.right, box.bottom) == (300, 990, 347, 1003)

    def test_what_jpeg_makes_of_the_surroundings_is_no_change_of_them(self) -> None:
        before = np.full((600, 400, 3), 240, np.uint8)
        [box] = dirty_regions(jpeg(before), jpeg(marked(before, 100, 200, 180, 260)))
        assert box.left >= 90
        assert box.right <= 190

    def test_every_difference_is_in_a_region(self) -> None:
        random, before = Random(3), page(2, 700, 500)
        for _ in range(20):
            after = before.copy()
            spots = [(random.randrange(690), random.randrange(490)) for _ in range(random.randrange(1, 12))]
            for y, x in spots:
                after[y : y + 6, x : x + 6] = 255 - after[y : y + 6, x : x + 6]
            boxes = dirty_regions(before, after)
            assert all(any(box.holds((x + 1, y + 1)) for box in boxes) for y, x in spots)

    @given(st.integers(0, 2**32 - 1))
    @settings(max_examples=60, deadline=None)
    def test_the_region_of_a_page_that_changed_ends_where_the_last_tile_does(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        height, width = random.integers(1, 200, 2)
        before = random.integers(0, 256, (height, width, 3)).astype(np.uint8)
        after = before.copy()
        top, left = random.integers(0, height), random.integers(0, width)
        after[top:, left:] = random.integers(0, 256, after[top:, left:].shape)
        y, x = random.integers(0, height), random.integers(0, width)
        after[y, x] = 255 - after[y, x]
        far = np.abs(after.astype(int) - before).max(axis=2) > LEAST_DIFFERENCE
        rows = range(0, height, TILE), range(0, width, TILE)
        tiles = np.array([[far[y : y + TILE, x : x + TILE].any() for x in rows[1]] for y in rows[0]])
        boxes = dirty_regions(before, after)
        if tiles.mean() > 0.2:
            down, across = np.flatnonzero(far.any(axis=1)), np.flatnonzero(far.any(axis=0))
            [box] = boxes
            assert 0 <= down[0] - box.top < TILE
            assert 0 <= box.bottom - down[-1] - 1 < TILE
            assert 0 <= across[0] - box.left < TILE
            assert 0 <= box.right - across[-1] - 1 < TILE
        assert bool(boxes) == bool(far.any())


class TestScrollOffset:
    @pytest.mark.parametrize("offset", [1, 7, -64, 333, -900, 1500])
    @pytest.mark.parametrize("form", [np.asarray, jpeg])
    def test_it_is_found_among_things_that_stay(self, offset: int, form: type[Pixels]) -> None:
        long, start = page(4, 5200), 1600
        before, after = page(5, 2400), page(5, 2400)
        before[300:2200], after[300:2200] = long[start : start + 1900], long[start + offset : start + offset + 1900]
        found = change(form(before), form(after))
        assert found.kind is ChangeKind.SCROLLED
        assert found.scroll is not None
        assert (found.scroll.axis, abs(found.scroll.offset - offset) <= 2) == (Axis.VERTICAL, True)

    def test_it_is_found_across(self) -> None:
        long = np.ascontiguousarray(page(6, 1400, 3000).transpose(1, 0, 2)).transpose(1, 0, 2)
        box = Box(left=0, top=0, right=1080, bottom=1400)
        found = find_scroll(long[:, 400:1480], long[:, 650:1730], box)
        assert found is not None
        assert (found.axis, found.offset) == (Axis.HORIZONTAL, 250)

    def test_another_page_is_no_scrolling(self) -> None:
        assert change(page(7, 2400), page(8, 2400)).kind is ChangeKind.CHANGED

    def test_flat_ground_scrolls_nowhere(self) -> None:
        flat = np.full((2400, 1080, 3), 250, np.uint8)
        assert find_scroll(flat, flat, Box(left=0, top=0, right=1080, bottom=2400)) is None


class TestChange:
    def test_nothing_is_nothing(self) -> None:
        found = change(page(1, 2400), page(1, 2400))
        assert (found.kind, found.happened) == (ChangeKind.NONE, False)

    @pytest.mark.parametrize("box", [(100, 20, 180, 50), (640, 900, 646, 950)])
    def test_the_status_bar_and_a_cursor_change_by_themselves(self, box: tuple[int, int, int, int]) -> None:
        flat = np.full((2400, 1080, 3), 250, np.uint8)
        found = change(flat, marked(flat, *box))
        assert (found.kind, found.regions) == (ChangeKind.BY_ITSELF, ())

    @pytest.mark.parametrize("box", [(100, 900, 180, 930), (640, 900, 900, 906), (640, 900, 646, 1400)])
    def test_a_word_and_a_line_are_changes(self, box: tuple[int, int, int, int]) -> None:
        flat = np.full((2400, 1080, 3), 250, np.uint8)
        assert change(flat, marked(flat, *box)).kind is ChangeKind.CHANGED

    def test_a_cursor_stands_in_a_field_where_fields_are_known(self) -> None:
        frame = busy_frame(nodes=60)
        screen = perceive(frame)
        inside, outside = marked(frame.pixels, 300, 110, 305, 165), marked(frame.pixels, 520, 600, 525, 655)
        kinds = [
            find_change(frame.pixels, after, display=frame.display, screen=screen).kind for after in (inside, outside)
        ]
        assert kinds == [ChangeKind.BY_ITSELF, ChangeKind.CHANGED]

    def test_a_turned_phone_cannot_be_compared(self) -> None:
        assert change(page(1, 2400), page(1, 1080, 2400)).kind is ChangeKind.RESIZED

    def test_no_pixels_at_all_are_no_change(self) -> None:
        nothing = np.zeros((0, 0, 3), np.uint8)
        assert change(nothing, nothing).kind is ChangeKind.NONE


class TestLooks:
    @staticmethod
    def named(*pictures: Pixels) -> list[str]:
        looks, frame = Looks(), busy_frame(nodes=30)
        frames = [dataclasses.replace(frame, hierarchy="", pixels=pixels) for pixels in pictures]
        return [perceive(each, looks=looks).fingerprint for each in frames]

    def test_a_screen_without_a_hierarchy_keeps_its_name_while_a_cursor_blinks(self) -> None:
        first, other = page(1, 2400), page(2, 2400)
        names = self.named(first, marked(first, 640, 900, 646, 950), other, first)
        assert len(set(names[:2])) == 1
        assert names[3] == names[0] != names[2]
        assert all(len(name) == 16 for name in names)

    def test_two_such_screens_of_one_app_are_not_the_same(self) -> None:
        frames: list[Frame] = [
            dataclasses.replace(busy_frame(nodes=30), hierarchy="", pixels=page(seed, 2400)) for seed in (1, 2)
        ]
        assert perceive(frames[0]).fingerprint != perceive(frames[1]).fingerprint
