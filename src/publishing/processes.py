"""Processes that do not outlive the one that started them, so that what a killed build left can be built over."""

import contextlib
import ctypes
import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor

_SET_PARENT_DEATH_SIGNAL = 1


def end_with_parent():
    """Let the system kill this process when the one that started it ends, however it ends (Linux; else no effect)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def stand_back():
    """Begin a process beside the one that everything waits for: it ends with that one, and gives way to it."""
    end_with_parent()
    os.nice(10)


def pool(workers, begin=end_with_parent):
    """Return a pool of processes that are copies of this one, with all that it has loaded and computed.

    Parameters
    ----------
    workers : int
        How many processes.
    begin : callable
        What each does first: `end_with_parent` or `stand_back`.
    """
    return ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), begin)
