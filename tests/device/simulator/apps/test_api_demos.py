"""The ApiDemos clone: there when asked for, and nowhere else."""

from __future__ import annotations

from device.simulator import SimulatedPhone
from device.simulator.apps.api_demos import LISTS, ApiDemos
from device.simulator.apps.installed import INSTALLED
from tests.device.simulator.apps.hand import Hand


def test_it_is_not_on_a_phone_that_did_not_ask_for_it(phone: SimulatedPhone) -> None:
    assert ApiDemos.package not in phone.packages


def test_every_row_opens_a_screen_and_back_returns() -> None:
    with SimulatedPhone(apps=(*INSTALLED, ApiDemos)) as phone:
        hand = Hand(phone)
        hand.tap("API Demos")
        assert hand.sees("Accessibility", "App", "Graphics")
        hand.tap("App")
        hand.tap("Search")
        hand.tap("Invoke Search")
        hand.type("hello", resource_id="txt_query_prefill")
        assert hand.sees("hello")
        for name in ("Search", "App", "main"):
            phone.press_key(4)
            assert hand.sees("API Demos", LISTS[name][0])


def test_its_buttons_show_toasts() -> None:
    with SimulatedPhone(apps=(*INSTALLED, ApiDemos)) as phone:
        hand = Hand(phone)
        phone.launch(ApiDemos.package)
        for name in ("App", "Notification", "NotifyWithText", "Show Short Notification"):
            hand.tap(name)
        assert phone.last_toast == "Short notification"
