"""A simulator of phone heat, fitted to published curves, so that governing can be measured without a phone."""

from llm.governor.heat.faults import FAULTS, Fault
from llm.governor.heat.fit import fit
from llm.governor.heat.phone import CHARGER_WATTS, HeatPhone, PhoneSpec, Step
from llm.governor.heat.plot import Line, draw_curves
from llm.governor.heat.published import CURVES, PHONES, Curve
from llm.governor.heat.trial import Trial, TrialResult, curve_of

__all__ = [
    "CHARGER_WATTS",
    "CURVES",
    "FAULTS",
    "PHONES",
    "Curve",
    "Fault",
    "HeatPhone",
    "Line",
    "PhoneSpec",
    "Step",
    "Trial",
    "TrialResult",
    "curve_of",
    "draw_curves",
    "fit",
]
