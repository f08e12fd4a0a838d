"""What a machine and a phone tell of heat, battery, memory, cores and people: tried, and missed without harm."""

from device.sensors.choice import is_this_machine, on_android, sensors_of_phone, sensors_of_this_machine
from device.sensors.reading import Place, SensorReading, ThermalStatus, Value, merge
from device.sensors.sensor import Health, Sensor, Sensors

__all__ = [
    "Health",
    "Place",
    "Sensor",
    "SensorReading",
    "Sensors",
    "ThermalStatus",
    "Value",
    "is_this_machine",
    "merge",
    "on_android",
    "sensors_of_phone",
    "sensors_of_this_machine",
]
