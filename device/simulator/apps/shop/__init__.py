"""Taobao: goods, a cart, orders, and a payment that nobody makes by accident."""

from __future__ import annotations

from device.simulator.apps.shop.shop_app import ShopApp

__all__ = ["ShopApp"]
