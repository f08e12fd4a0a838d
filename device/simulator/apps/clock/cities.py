"""The cities the Clock app's world clock knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True, kw_only=True)
class City:
    """A city of the world clock.

    Attributes:
        id: What the preferences keep, for example ``new_york``.
        name: What the app shows, country included.
        zone: Its time zone in the IANA database.
        offset: Standard offset from UTC in minutes, for hosts without that database.
    """

    id: str
    name: str
    zone: str
    offset: int

    @property
    def title(self) -> str:
        """The name without the country."""
        return self.name.partition(", ")[0]

    def time(self, now: datetime) -> datetime:
        """Return the local time in the city at the moment ``now``, which knows its zone."""
        return now.astimezone(zone_named(self.zone, fallback=self.offset))


def zone_named(name: str, *, fallback: int = 0) -> tzinfo:
    """Return a time zone; a fixed offset of ``fallback`` minutes where the host has no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return timezone(timedelta(minutes=fallback))


_TABLE = """
Abu Dhabi, UAE|Asia/Dubai|240
Accra, Ghana|Africa/Accra|0
Algiers, Algeria|Africa/Algiers|60
Amsterdam, Netherlands|Europe/Amsterdam|60
Anchorage, USA|America/Anchorage|-540
Ankara, Türkiye|Europe/Istanbul|180
Athens, Greece|Europe/Athens|120
Auckland, New Zealand|Pacific/Auckland|720
Bangkok, Thailand|Asia/Bangkok|420
Barcelona, Spain|Europe/Madrid|60
Beijing, China|Asia/Shanghai|480
Berlin, Germany|Europe/Berlin|60
Bogotá, Colombia|America/Bogota|-300
Boston, USA|America/New_York|-300
Brisbane, Australia|Australia/Brisbane|600
Brussels, Belgium|Europe/Brussels|60
Budapest, Hungary|Europe/Budapest|60
Buenos Aires, Argentina|America/Argentina/Buenos_Aires|-180
Cairo, Egypt|Africa/Cairo|120
Cape Town, South Africa|Africa/Johannesburg|120
Chicago, USA|America/Chicago|-360
Copenhagen, Denmark|Europe/Copenhagen|60
Delhi, India|Asia/Kolkata|330
Denver, USA|America/Denver|-420
Dublin, Ireland|Europe/Dublin|0
Hanoi, Vietnam|Asia/Ho_Chi_Minh|420
Helsinki, Finland|Europe/Helsinki|120
Hong Kong, China|Asia/Hong_Kong|480
Honolulu, USA|Pacific/Honolulu|-600
Istanbul, Türkiye|Europe/Istanbul|180
Jakarta, Indonesia|Asia/Jakarta|420
Johannesburg, South Africa|Africa/Johannesburg|120
Karachi, Pakistan|Asia/Karachi|300
Kathmandu, Nepal|Asia/Kathmandu|345
Kuala Lumpur, Malaysia|Asia/Kuala_Lumpur|480
Lagos, Nigeria|Africa/Lagos|60
Lima, Peru|America/Lima|-300
Lisbon, Portugal|Europe/Lisbon|0
London, United Kingdom|Europe/London|0
Los Angeles, USA|America/Los_Angeles|-480
Madrid, Spain|Europe/Madrid|60
Manila, Philippines|Asia/Manila|480
Melbourne, Australia|Australia/Melbourne|600
Mexico City, Mexico|America/Mexico_City|-360
Miami, USA|America/New_York|-300
Montreal, Canada|America/Toronto|-300
Moscow, Russia|Europe/Moscow|180
Mumbai, India|Asia/Kolkata|330
Nairobi, Kenya|Africa/Nairobi|180
New York, USA|America/New_York|-300
Oslo, Norway|Europe/Oslo|60
Paris, France|Europe/Paris|60
Perth, Australia|Australia/Perth|480
Prague, Czechia|Europe/Prague|60
Reykjavik, Iceland|Atlantic/Reykjavik|0
Riyadh, Saudi Arabia|Asia/Riyadh|180
Rome, Italy|Europe/Rome|60
San Francisco, USA|America/Los_Angeles|-480
Santiago, Chile|America/Santiago|-240
São Paulo, Brazil|America/Sao_Paulo|-180
Seattle, USA|America/Los_Angeles|-480
Seoul, South Korea|Asia/Seoul|540
Shanghai, China|Asia/Shanghai|480
Singapore, Singapore|Asia/Singapore|480
Stockholm, Sweden|Europe/Stockholm|60
Sydney, Australia|Australia/Sydney|600
Taipei, Taiwan|Asia/Taipei|480
Tehran, Iran|Asia/Tehran|210
Tokyo, Japan|Asia/Tokyo|540
Toronto, Canada|America/Toronto|-300
Vancouver, Canada|America/Vancouver|-480
Vienna, Austria|Europe/Vienna|60
Warsaw, Poland|Europe/Warsaw|60
Washington DC, USA|America/New_York|-300
Zurich, Switzerland|Europe/Zurich|60
"""


def _city(line: str) -> City:
    name, zone, offset = line.split("|")
    return City(id=name.partition(",")[0].lower().replace(" ", "_"), name=name, zone=zone, offset=int(offset))


CITIES = {city.id: city for city in map(_city, _TABLE.strip().splitlines())}
"""All cities by id, in the alphabet's order."""
