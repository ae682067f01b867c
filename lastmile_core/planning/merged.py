"""Several searches at once, each in a thread of its own; what they find comes out in one stream."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

POLL_S = 0.1

Routes = dict[int, list[int]]


class Found(NamedTuple):
    """Better routes, and which source they come from (its place in the list of sources)."""

    source: int
    routes: Routes


def merged(sources: Sequence[Callable[[], Iterator[Routes]]], keep_alive: Callable[[], None]) -> Iterator[Found]:
    """Yield what the sources find as it comes, until all of them have ended.

    Parameters
    ----------
    sources
        Each returns the iterator that runs its search; it must end by itself once its budget is over.
    keep_alive
        Called in the caller's thread ten times a second, to look whether somebody wants to stop.

    Raises
    ------
    BaseException
        What a source raised; the others have ended by then only if their budget is over.
    """
    news: queue.SimpleQueue[Found | BaseException | None] = queue.SimpleQueue()

    def run(number: int) -> None:
        try:
            for routes in sources[number]():
                news.put(Found(number, routes))
        except BaseException as error:  # handed to the caller's thread, which raises it
            news.put(error)
        finally:
            news.put(None)

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(len(sources))]
    for thread in threads:
        thread.start()
    running = len(threads)
    while running:
        keep_alive()
        try:
            found = news.get(timeout=POLL_S)
        except queue.Empty:
            continue
        if found is None:
            running -= 1
        elif isinstance(found, BaseException):
            raise found
        else:
            yield found
