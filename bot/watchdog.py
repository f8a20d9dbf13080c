"""A process whose event loop no longer turns is ended, so that whoever looks after it starts it anew."""

import asyncio
import faulthandler

_STALLED_SECONDS = 25.0


async def beat(stalled: float = _STALLED_SECONDS) -> None:
    """Until cancelled: end the process, with code 1, once the loop has stood still for so many seconds.

    The clock runs outside Python, so that it also sees a library that never gives the
    interpreter back. Where the program stood goes to standard error: files, lines and functions,
    never values.
    """
    try:
        while True:
            faulthandler.dump_traceback_later(stalled, exit=True)
            await asyncio.sleep(stalled / 5)
    finally:
        faulthandler.cancel_dump_traceback_later()
