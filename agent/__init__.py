"""Agent: one goal on one phone, step by step, with a policy over every action and a trace of every step."""

from agent.action import (
    Action,
    AgentAction,
    CallApi,
    Finish,
    Interact,
    Note,
    SensitiveTap,
    TakeOver,
    Wait,
    action_from_json,
    action_to_json,
    kind_of,
)
from agent.ask import Ask
from agent.errors import (
    ActionError,
    AgentEnvironmentError,
    AgentError,
    AgentUsageError,
    GoalError,
    PolicyError,
    TraceError,
)
from agent.events import Decided, Event, Observed, RunEnded, RunStarted, Said, StepDone
from agent.grammar import ACTION_RULES, AUTOGLM_GRAMMAR, action_text
from agent.loop import Agent
from agent.outcome import Outcome
from agent.parse import ParsedAnswer, parse_action
from agent.policy import Judgement, Policy, Rule, Subject, Verdict
from agent.policy_file import default_policy, load_policy
from agent.record import RunRecord, StepRecord, StepSeconds
from agent.result import Limits, Result
from agent.scripted import Hang, ScriptedModel
from agent.trace import RecordedRun, Trace, read_trace

__all__ = [
    "ACTION_RULES",
    "AUTOGLM_GRAMMAR",
    "Action",
    "ActionError",
    "Agent",
    "AgentAction",
    "AgentEnvironmentError",
    "AgentError",
    "AgentUsageError",
    "Ask",
    "CallApi",
    "Decided",
    "Event",
    "Finish",
    "GoalError",
    "Hang",
    "Interact",
    "Judgement",
    "Limits",
    "Note",
    "Observed",
    "Outcome",
    "ParsedAnswer",
    "Policy",
    "PolicyError",
    "RecordedRun",
    "Result",
    "Rule",
    "RunEnded",
    "RunRecord",
    "RunStarted",
    "Said",
    "ScriptedModel",
    "SensitiveTap",
    "StepDone",
    "StepRecord",
    "StepSeconds",
    "Subject",
    "TakeOver",
    "Trace",
    "TraceError",
    "Verdict",
    "Wait",
    "action_from_json",
    "action_text",
    "action_to_json",
    "default_policy",
    "kind_of",
    "load_policy",
    "parse_action",
    "read_trace",
]
