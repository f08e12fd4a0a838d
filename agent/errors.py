"""Errors of the agent package, split by who must act.

    AgentError
    +-- AgentUsageError              the user: wrong request or configuration
    |   +-- PolicyError               a policy file that cannot be understood
    |   +-- GoalError                 a goal without words
    +-- AgentEnvironmentError        the machine the agent runs on
    |   +-- TraceError                a trace that cannot be written or read
    +-- ActionError                  the model: it goes back to it as feedback

Phone and model have trees of their own (`device.errors`, `llm.errors`).
"""

from __future__ import annotations


class AgentError(Exception):
    """Anything that went wrong in the agent; the message is one line that says what to do."""


class AgentUsageError(AgentError):
    """The user asked for something that cannot be."""


class PolicyError(AgentUsageError):
    """A policy file cannot be understood; the message names the file and the line."""


class GoalError(AgentUsageError):
    """The goal has no words."""


class AgentEnvironmentError(AgentError):
    """The machine refused something."""


class TraceError(AgentEnvironmentError):
    """A trace's directory cannot be written, or what it holds cannot be read."""


class ActionError(AgentError):
    """The model's answer holds no action that can be carried out; the message tells the model why."""
