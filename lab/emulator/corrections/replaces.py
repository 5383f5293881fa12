"""How a correction takes the place of one function of the emulator, or adds one."""

import functools

# The names that the emulator's modules have for it.
TABLES = ("_ACTION_MAP", "_IAM_HANDLERS")


def replaces(module, name):
    """The decorated function is called instead of `module.name` and gets the original as its first argument."""

    def decorate(correction):
        original = getattr(module, name)

        @functools.wraps(original)
        def corrected(*arguments, **named):
            return correction(original, *arguments, **named)

        setattr(module, name, corrected)
        # The table of API actions holds the functions themselves, so replacing the name alone is not enough.
        for actions in (getattr(module, table, {}) for table in TABLES):
            actions.update({action: corrected for action, handler in actions.items() if handler is original})
        return corrected

    return decorate


def adds(module, action):
    """The decorated function answers an API action that the emulator does not know."""

    def decorate(handler):
        module._ACTION_MAP.setdefault(action, handler)
        return handler

    return decorate
