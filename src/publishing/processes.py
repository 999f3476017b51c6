"""Processes that do not outlive the one that started them, so that what a killed build left can be built over."""

import contextlib
import ctypes
import os
import signal

_SET_PARENT_DEATH_SIGNAL = 1


def end_with_parent():
    """Let the system kill this process when the one that started it ends, however it ends (Linux; else no effect)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def stand_back():
    """Begin a process beside the one that everything waits for: it ends with that one, and gives way to it."""
    end_with_parent()
    os.nice(10)
