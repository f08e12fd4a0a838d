"""What services of several Android versions and makers print: the shapes, with plain values."""

from __future__ import annotations

# Android 10, Tegra: more than one listener, the cache older than the HAL's answer, dies per core.
TELEVISION = """\
IsStatusOverride: false
ThermalEventListeners:
\tcallbacks: 1
\tkilled: false
\tbroadcasts count: -1
ThermalStatusListeners:
\tcallbacks: 2
\tkilled: false
\tbroadcasts count: -1
Thermal Status: 0
Cached temperatures:
\tTemperature{mValue=36.0, mType=1, mName=GPU, mStatus=0}
\tTemperature{mValue=37.0, mType=0, mName=CPU0, mStatus=0}
HAL Ready: true
HAL connection:
\tThermalHAL 2.0 connected: yes
Current temperatures from HAL:
\tTemperature{mValue=61.5, mType=1, mName=GPU, mStatus=0}
\tTemperature{mValue=66.5, mType=0, mName=CPU0, mStatus=0}
\tTemperature{mValue=64.0, mType=0, mName=CPU1, mStatus=0}
Current cooling devices from HAL:
\tCoolingDevice{mValue=0, mType=1, mName=fan}
"""

# Samsung: types counted from one, a sensor without a value, names that tell.
SAMSUNG = """\
IsStatusOverride: false
Thermal Status: 2
Cached temperatures:
 Temperature{mValue=-99.9, mType=6, mName=TYPE_POWER_AMPLIFIER, mStatus=0}
\tTemperature{mValue=25.3, mType=4, mName=TYPE_SKIN, mStatus=0}
HAL Ready: true
HAL connection:
\tSdhms connected: yes
Current temperatures from HAL:
\tTemperature{mValue=24.0, mType=1, mName=TYPE_CPU, mStatus=0}
\tTemperature{mValue=24.4, mType=3, mName=TYPE_BATTERY, mStatus=0}
\tTemperature{mValue=25.3, mType=4, mName=TYPE_SKIN, mStatus=2}
\tTemperature{mValue=24.2, mType=5, mName=TYPE_USB_PORT, mStatus=0}
\tTemperature{mValue=-99.9, mType=6, mName=TYPE_POWER_AMPLIFIER, mStatus=0}
Current cooling devices from HAL:
\tCoolingDevice{mValue=0, mType=2, mName=TYPE_CPU}
"""

# Pixel, Android 14: virtual sensors, battery currents among the temperatures, thresholds at the end.
PIXEL = """\
IsStatusOverride: true
ThermalEventListeners:
\tcallbacks: 3
Thermal Status: 3
Cached temperatures:
\tTemperature{mValue=0.0, mType=6, mName=batoilo, mStatus=0}
HAL Ready: true
HAL connection:
\tThermal HAL AIDL 2  connected: yes
Current temperatures from HAL:
\tTemperature{mValue=38.4, mType=3, mName=VIRTUAL-SKIN, mStatus=0}
\tTemperature{mValue=41.2, mType=-1, mName=VIRTUAL-SKIN-CPU-GPU, mStatus=0}
\tTemperature{mValue=31.1, mType=2, mName=battery, mStatus=0}
\tTemperature{mValue=55.0, mType=0, mName=BIG, mStatus=0}
\tTemperature{mValue=51.0, mType=1, mName=G3D, mStatus=0}
\tTemperature{mValue=50.0, mType=9, mName=TPU, mStatus=0}
\tTemperature{mValue=64.0, mType=8, mName=soc, mStatus=0}
\tTemperature{mValue=NaN, mType=0, mName=LITTLE, mStatus=0}
Current cooling devices from HAL:
\tCoolingDevice{mValue=0, mType=2, mName=thermal-cpufreq-0}
Temperature static thresholds from HAL:
\tTemperatureThreshold{mType=3, mName=VIRTUAL-SKIN, mHotThrottlingThresholds=[NaN, 39.0, 43.0, 45.0, 46.5, 52.0, 55.0]}
"""

# A thermal HAL that is not there: only what was cached, if anything.
NO_HAL = """\
IsStatusOverride: false
Thermal Status: 1
Cached temperatures:
\tTemperature{mValue=40.5, mType=3, mName=skin, mStatus=1}
HAL Ready: false
"""

BATTERY_9 = """\
Current Battery Service state:
  AC powered: false
  USB powered: true
  Wireless powered: false
  Max charging current: 0
  Max charging voltage: 0
  Charge counter: 0
  status: 2
  health: 2
  present: true
  level: 84
  scale: 100
  voltage: 4063
  temperature: 326
  technology: Li-ion
  batterySWSelfDischarging: false
  mSecPlugTypeSummary: 2
  current now: 321
  charge counter: 0
USE_FAKE_BATTERY: false
LLB CAL:
"""

BATTERY_14 = """\
Current Battery Service state:
  (UPDATES STOPPED -- use 'reset' to restart)
  AC powered: false
  USB powered: false
  Wireless powered: false
  Dock powered: false
  Max charging current: 0
  Max charging voltage: 0
  Charge counter: 1203000
  status: 3
  health: 2
  present: true
  level: 12
  scale: 50
  voltage: 3650
  temperature: -5
  technology: Li-ion
  Charging state: 0
  Charging policy: 1
"""

# A television has no battery and says so with numbers all the same.
BATTERY_ABSENT = """\
Current Battery Service state:
  AC powered: true
  USB powered: false
  Wireless powered: false
  status: 1
  health: 1
  present: false
  level: 0
  scale: 0
  voltage: 0
  temperature: 0
  technology:
"""
