"""The program's verbs, one module each."""

from tasks.verbs.bench import bench
from tasks.verbs.demo import demo
from tasks.verbs.devices import devices
from tasks.verbs.doctor import doctor
from tasks.verbs.model import model
from tasks.verbs.run import run
from tasks.verbs.screen import screen
from tasks.verbs.sim import sim

__all__ = ["bench", "demo", "devices", "doctor", "model", "run", "screen", "sim"]
